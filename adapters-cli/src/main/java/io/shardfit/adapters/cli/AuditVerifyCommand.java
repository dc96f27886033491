package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.Tampering;
import io.shardfit.application.evidence.Verifier;
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
                "Checks an export, offline: every byte, every document, the signature, and that"
                        + " each checkpoint given is of this same log. Lines beyond every checkpoint"
                        + " and documents that are missing count as tampered with; a loss that the log"
                        + " itself says does not.")
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
            case Verifier.Outcome.Sound sound -> sound(sound);
            case Verifier.Outcome.Tampered(List<Tampering> found) -> tampered(found);
            case Verifier.Outcome.Unreadable(String file, String why) -> {
                Errors.print("%s: %s".formatted(file, why));
                yield ExitCode.USAGE;
            }
        };
    }

    private static int sound(Verifier.Outcome.Sound sound) {
        sound.continued()
                .forEach(one -> StandardOutput.write("CONTINUED  " + one.message() + "\n"));
        sound.lost().forEach(one -> StandardOutput.write("LOST  " + one.message() + "\n"));
        StandardOutput.write(
                "OK  %d events, all covered by %d checkpoint%s, root %s%n"
                        .formatted(
                                sound.events(),
                                sound.checkpoints(),
                                sound.checkpoints() == 1 ? "" : "s",
                                sound.root().hex()));
        return ExitCode.PASSED;
    }

    private static int tampered(List<Tampering> found) {
        found.forEach(one -> StandardOutput.write("TAMPERED  " + one.message() + "\n"));
        return ExitCode.NOT_READY;
    }
}
