package io.shardfit.adapters.cli;

import io.shardfit.application.event.KeptDocuments;
import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Damage;
import io.shardfit.application.port.OpenLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reads every row of a ledger again.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description =
                "Reads the whole ledger in its database and holds every row against the entries'"
                        + " own bytes.")
final class AuditFsckCommand implements Callable<Integer> {
    @Mixin private LedgerOptions ledger = new LedgerOptions();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "a checkpoint that was kept elsewhere, as often as there are some: the database"
                            + " may have lost its own")
    private List<Path> kept = List.of();

    @Override
    public Integer call() {
        return LedgerTrouble.told(() -> {
            try (OpenLedger open = ledger.open()) {
                CheckLedger checking =
                        new CheckLedger(
                                open::tables, ledger.verifyingKeys(open), KeptDocuments::of);
                return switch (checking.check(KnownCheckpoints.kept(kept))) {
                    case CheckLedger.Outcome.Sound sound -> sound(sound);
                    case CheckLedger.Outcome.Damaged(List<Damage> found) -> damaged(found);
                };
            }
        });
    }

    private static int sound(CheckLedger.Outcome.Sound sound) {
        sound.lost().forEach(one -> StandardOutput.write("LOST  " + one.message() + "\n"));
        StandardOutput.write(
                "OK  %d events, %d documents, %d checkpoints, root %s%n"
                        .formatted(
                                sound.events(),
                                sound.documents(),
                                sound.checkpoints(),
                                sound.root().hex()));
        return ExitCode.PASSED;
    }

    private static int damaged(List<Damage> found) {
        found.forEach(one -> StandardOutput.write("DAMAGED  " + one.message() + "\n"));
        return ExitCode.NOT_READY;
    }
}
