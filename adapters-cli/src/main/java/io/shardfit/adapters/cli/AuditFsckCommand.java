package io.shardfit.adapters.cli;

import io.shardfit.application.event.KeptDocuments;
import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Damage;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.OpenLedger;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Reads every row of a ledger again.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description =
                "Reads the whole ledger in its database and holds every row against the entries'"
                        + " own bytes.")
final class AuditFsckCommand implements Callable<Integer> {
    @Mixin private LedgerOptions ledger = new LedgerOptions();

    @Override
    public Integer call() {
        return LedgerTrouble.told(() -> {
            try (OpenLedger open = ledger.open()) {
                CheckLedger checking =
                        new CheckLedger(
                                open::tables, ledger.verifyingKeys(open), KeptDocuments::of);
                return switch (checking.check()) {
                    case CheckLedger.Outcome.Sound(long events, int kept, int notes, Digest root) ->
                            sound(events, kept, notes, root);
                    case CheckLedger.Outcome.Damaged(List<Damage> found) -> damaged(found);
                };
            }
        });
    }

    private static int sound(long events, int documents, int notes, Digest root) {
        StandardOutput.write(
                "OK  %d events, %d documents, %d checkpoints, root %s%n"
                        .formatted(events, documents, notes, root.hex()));
        return ExitCode.PASSED;
    }

    private static int damaged(List<Damage> found) {
        found.forEach(one -> StandardOutput.write("DAMAGED  " + one.message() + "\n"));
        return ExitCode.NOT_READY;
    }
}
