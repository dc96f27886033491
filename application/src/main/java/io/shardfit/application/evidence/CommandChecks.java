package io.shardfit.application.evidence;

import io.shardfit.application.port.EntryTable.EntryRow;
import io.shardfit.application.port.LedgerTables.CommandRow;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;

/// Commands and entries side by side: the commands cover the log without a gap, and each entry
/// carries the id of the command that covers it.
final class CommandChecks {
    private final Iterator<EntryRow> entries;
    private final Consumer<EntryRow> entry;
    private final Consumer<Damage> found;
    private long covered;

    /// @param entry is handed every entry, once and in order
    CommandChecks(Iterator<EntryRow> entries, Consumer<EntryRow> entry, Consumer<Damage> found) {
        this.entries = entries;
        this.entry = entry;
        this.found = found;
    }

    void check(CommandRow row) {
        byte[] hash =
                RowHash.command(
                        row.principal(), row.command(), row.request(), row.first(), row.last());
        if (!Arrays.equals(hash, row.rowHash())) {
            report(row, "its columns do not have the hash beside them");
        }
        if (row.first() != covered + 1 || row.last() < row.first()) {
            report(
                    row,
                    "covers %d to %d, but the commands before it end at %d"
                            .formatted(row.first(), row.last(), covered));
        }
        while (covered < row.last() && entries.hasNext()) {
            EntryRow next = entries.next();
            entry.accept(next);
            covered = next.position();
            if (covered >= row.first() && !next.actor().equals(row.principal())) {
                report(row, "covers position %d, which is of %s".formatted(covered, next.actor()));
            }
            if (covered >= row.first() && !next.commandId().equals(row.command())) {
                report(
                        row,
                        "covers position %d, which is of the command %s"
                                .formatted(covered, next.commandId()));
            }
        }
        if (covered < row.last()) {
            report(
                    row,
                    "covers %d to %d, but the log ends after %d"
                            .formatted(row.first(), row.last(), covered));
        }
    }

    /// Once all rows of commands are checked.
    void finish() {
        while (entries.hasNext()) {
            EntryRow next = entries.next();
            entry.accept(next);
            found.accept(new Damage("event " + next.position(), "no command covers it"));
        }
    }

    private void report(CommandRow row, String what) {
        found.accept(
                new Damage("command %s of %s".formatted(row.command(), row.principal()), what));
    }
}
