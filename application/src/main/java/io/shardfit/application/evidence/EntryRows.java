package io.shardfit.application.evidence;

import io.shardfit.application.port.EntryTable;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.util.Iterator;
import java.util.List;

/// All rows of a table in order, some at a time.
final class EntryRows implements Iterator<EntryRow> {
    private static final int ROWS = 1_000;

    private final EntryTable table;
    private Iterator<EntryRow> rows = List.<EntryRow>of().iterator();
    private long last;

    EntryRows(EntryTable table) {
        this.table = table;
    }

    @Override
    public boolean hasNext() {
        if (!rows.hasNext()) {
            rows = table.rowsAfter(last, ROWS).iterator();
        }
        return rows.hasNext();
    }

    @Override
    public EntryRow next() {
        hasNext();
        EntryRow row = rows.next();
        last = row.position();
        return row;
    }
}
