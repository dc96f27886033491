package io.shardfit.adapters.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Makes the key of a log before its first server starts: servers that share a log share its key.
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description =
                "Prints the public key of a log, and makes its signing key if it is not there. Give"
                        + " the public key to those who verify, and the signing key to every server"
                        + " of the log.")
final class AuditKeyCommand implements Callable<Integer> {
    @Mixin private LedgerOptions ledger = new LedgerOptions();

    @Override
    public Integer call() {
        return LedgerTrouble.told(() -> {
            StandardOutput.write(ledger.firstKey().verifyingKey().text() + "\n");
            return ExitCode.PASSED;
        });
    }
}
