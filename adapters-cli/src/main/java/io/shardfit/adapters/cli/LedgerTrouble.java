package io.shardfit.adapters.cli;

import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/// A ledger that cannot be had is no bug of ours: it is said in one line.
final class LedgerTrouble {
    private LedgerTrouble() {}

    /// {@return the exit code of the work, or that of unreadable input}
    static int told(IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException unable) {
            Errors.print(String.valueOf(unable.getMessage()));
            return ExitCode.USAGE;
        }
    }
}
