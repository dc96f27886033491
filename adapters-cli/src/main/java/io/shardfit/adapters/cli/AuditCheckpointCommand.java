package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.Signer;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Signs the log as it is now.
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description =
                "Signs the log as it is now and prints the checkpoint. Keep it where nobody who can"
                        + " write the ledger can: that copy is the evidence.")
final class AuditCheckpointCommand implements Callable<Integer> {
    @Mixin private LedgerOptions ledger = new LedgerOptions();
    @Mixin private ConnectionOptions server = new ConnectionOptions();

    @Override
    public Integer call() {
        if (server.server().isPresent()) {
            return RemoteAudit.checkpoint(server);
        }
        return LedgerTrouble.told(() -> {
            try (OpenLedger open = ledger.open()) {
                return answer(sign(open, ledger));
            }
        });
    }

    static int answer(Signer.Outcome outcome) {
        return switch (outcome) {
            case Signer.Outcome.Published(SignedCheckpoint signed) -> print(signed);
            case Signer.Outcome.UpToDate(SignedCheckpoint signed) -> print(signed);
            case Signer.Outcome.Refused(long position, String reason) -> refused(position, reason);
        };
    }

    /// Reads the whole log before it signs.
    static Signer.Outcome sign(OpenLedger open, LedgerOptions options) {
        try (LedgerTables tables = open.tables()) {
            return new Signer(tables, open.checkpoints(), options.signingKey(open)).sign();
        }
    }

    private static int print(SignedCheckpoint signed) {
        StandardOutput.write(signed.note());
        return ExitCode.PASSED;
    }

    static int refused(long position, String reason) {
        Errors.print("not signed, position %d: %s".formatted(position, reason));
        return ExitCode.NOT_READY;
    }
}
