package io.shardfit.adapters.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The evidence of a ledger.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Signs, exports and checks the ledger (docs/ledger.md).",
        subcommands = {
            AuditCheckpointCommand.class,
            AuditExportCommand.class,
            AuditVerifyCommand.class,
            AuditFsckCommand.class,
            AuditContinueCommand.class,
            AuditKeyCommand.class,
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:sound",
            " 1:tampered with or damaged",
            " 2:usage, or a file or ledger that cannot be read",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class AuditCommand implements Runnable {
    /// Without a command: what there is.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
