package io.shardfit.application.benchmark;

import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Seconds to verify an exported log of events of about 0.8 kB, on all cores, from a file that the
/// system has in memory: events per second is `events` divided by it. A small heap shows that the
/// log is not kept.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx256m")
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class VerifierBenchmark {
    @Param({"10000", "1000000"})
    public int events;

    private Path folder = Path.of("");
    private Evidence evidence = Evidence.inFolder(folder);

    @Setup
    public void export() throws IOException {
        folder = Files.createTempDirectory("verifier-benchmark");
        ExportedLog.write(folder, events);
        evidence = Evidence.inFolder(folder);
    }

    @TearDown
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public Verifier.Outcome verify() {
        Verifier.Outcome outcome = new Verifier().verify(evidence);
        if (!(outcome instanceof Verifier.Outcome.Sound sound) || sound.events() != events) {
            throw new IllegalStateException(outcome.toString());
        }
        return outcome;
    }
}
