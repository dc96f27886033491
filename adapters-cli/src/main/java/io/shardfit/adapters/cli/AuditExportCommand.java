package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.ExportLedger;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.port.OpenLedger;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Writes the log and all that is needed to verify it elsewhere.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Signs the log and writes it to a new folder with a checkpoint, the public key, all"
                        + " documents and a verifier of its own, verify.py.")
final class AuditExportCommand implements Callable<Integer> {
    @Mixin private LedgerOptions ledger = new LedgerOptions();
    @Mixin private ConnectionOptions server = new ConnectionOptions();

    @Parameters(paramLabel = "FOLDER", description = "a folder that is empty or not there")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        if (server.server().isPresent()) {
            return RemoteAudit.export(server, folder);
        }
        return LedgerTrouble.told(() -> {
            try (OpenLedger open = ledger.open()) {
                return AuditCheckpointCommand.sign(open, ledger)
                                instanceof Signer.Outcome.Refused(long position, String reason)
                        ? AuditCheckpointCommand.refused(position, reason)
                        : export(open);
            }
        });
    }

    private int export(OpenLedger open) {
        ExportLedger exporting =
                new ExportLedger(open.events(), open.checkpoints(), ledger.verifyingKeys(open));
        return switch (exporting.export(folder)) {
            case ExportLedger.Outcome.Exported(long events, int documents) -> {
                StandardOutput.write(
                        "%d events and %d documents in %s%nverify with `shardfit audit verify %s`, or as its README says%n"
                                .formatted(events, documents, folder, folder));
                yield ExitCode.PASSED;
            }
            case ExportLedger.Outcome.NotEmpty(Path there) ->
                    failed("%s is not empty: name a new folder".formatted(there));
            case ExportLedger.Outcome.NoCheckpoint _ -> failed("nothing was signed yet");
            case ExportLedger.Outcome.Short(long size, long events) ->
                    failed(
                            "the log ends after %d entries and its checkpoint covers %d"
                                    .formatted(events, size));
        };
    }

    private static int failed(String why) {
        Errors.print(why);
        return ExitCode.USAGE;
    }
}
