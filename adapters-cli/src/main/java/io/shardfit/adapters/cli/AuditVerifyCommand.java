package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.Tampering;
import io.shardfit.application.evidence.Verifier;
import io.shardfit.application.ledger.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks an export without a server or a database.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Checks an export, offline: every byte, the signature, and that each checkpoint"
                        + " given is of this same log.")
final class AuditVerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", description = "what `audit export` wrote")
    private Path folder = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "CHECKPOINT",
            arity = "0..*",
            description = "checkpoints that were kept elsewhere")
    private List<Path> older = List.of();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the public key as kept elsewhere (default: the export's own)")
    private @Nullable Path key;

    @Override
    public Integer call() {
        Evidence evidence = Evidence.inFolder(folder).withOlder(older);
        return switch (new Verifier().verify(key == null ? evidence : evidence.withKey(key))) {
            case Verifier.Outcome.Sound(long events, long covered, int notes, Digest root) ->
                    sound(events, covered, notes, root);
            case Verifier.Outcome.Tampered(List<Tampering> found) -> tampered(found);
            case Verifier.Outcome.Unreadable(String file, String why) -> {
                Errors.print("%s: %s".formatted(file, why));
                yield ExitCode.USAGE;
            }
        };
    }

    private static int sound(long events, long covered, int notes, Digest root) {
        StandardOutput.write(
                "OK  %d events, %d of them covered by %d checkpoint%s, root %s%n"
                        .formatted(events, covered, notes, notes == 1 ? "" : "s", root.hex()));
        return ExitCode.PASSED;
    }

    private static int tampered(List<Tampering> found) {
        found.forEach(one -> StandardOutput.write("TAMPERED  " + one.message() + "\n"));
        return ExitCode.NOT_READY;
    }
}
