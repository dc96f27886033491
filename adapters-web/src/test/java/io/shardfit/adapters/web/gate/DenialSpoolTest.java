package io.shardfit.adapters.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.gate.Denial;
import io.shardfit.application.gate.FailurePolicy;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.gate.RecordDenial;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.EventLog;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// E31 in small: the ledger is away, the process dies, and every denial is on the record once.
class DenialSpoolTest {
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean away = new AtomicBoolean();
    private @TempDir Path folder;

    private DenialSpool spool() {
        return new DenialSpool(
                new RecordDenial(log()),
                new GateSettings(
                        Optional.empty(),
                        FailurePolicy.DENY,
                        Map.of(),
                        folder.resolve("spool"),
                        Optional.empty()));
    }

    /// A log of which only the end is of interest.
    private EventLog log() {
        return (EventLog)
                Proxy.newProxyInstance(
                        EventLog.class.getClassLoader(),
                        new Class<?>[] {EventLog.class},
                        (_, method, arguments) -> append((Command) arguments[0]));
    }

    private AppendOutcome append(Command command) {
        if (away.get()) {
            return new AppendOutcome.Unavailable("away", Duration.ofSeconds(1));
        }
        recorded.add(command.id().toString());
        return new AppendOutcome.Appended(1, 1, false);
    }

    private static Denial denial(int number) {
        return new Denial(
                "uid-" + number,
                "production",
                Optional.of("train"),
                number % 2 == 0
                        ? Optional.empty()
                        : Optional.of(new Digest("sha256:" + "0".repeat(64))),
                "Job ml/train: \"no\", ünd so weiter");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsDeniedWhileTheLedgerIsAwayIsRecordedWhenItIsBack() throws Exception {
        away.set(true);
        DenialSpool spool = spool();
        for (int i = 0; i < 500; i++) {
            spool.keep(denial(i));
        }
        assertThat(spool.size()).isEqualTo(500);

        away.set(false);
        await(() -> spool.size() == 0);

        assertThat(recorded).hasSize(500);
        spool.stop();
        try (SpoolFile file = SpoolFile.open(folder.resolve("spool"))) {
            assertThat(file.read()).isEmpty();
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsRecordedByTheNext() throws Exception {
        try (SpoolFile dead = SpoolFile.open(folder.resolve("spool"))) {
            dead.append(denial(1));
            dead.append(denial(2));
            assertThat(dead.read()).containsExactly(denial(1), denial(2));
        }
        Path file = folder.resolve("spool").resolve("denials-0.jsonl");
        Files.writeString(file, Files.readString(file) + "{\"request\":\"uid-3\",\"envir");

        DenialSpool spool = spool();
        await(() -> spool.size() == 0);

        assertThat(recorded).as("the line that was cut off was never answered").hasSize(2);
        spool.stop();
    }

    @Test
    void twoProcessesShareAFolderAndNoFile() throws IOException {
        try (SpoolFile one = SpoolFile.open(folder);
                SpoolFile other = SpoolFile.open(folder)) {
            one.append(denial(1));
            other.append(denial(2));
            one.empty();

            assertThat(one.read()).isEmpty();
            assertThat(other.read()).isEqualTo(List.of(denial(2)));
        }
    }
}
