package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.LedgerTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// The tables that a database would hold of a log, each of which a test can change.
final class MemoryTables implements LedgerTables {
    final List<EntryRow> entries = new ArrayList<>();
    final List<StreamRow> streams = new ArrayList<>();
    final List<CommandRow> commands = new ArrayList<>();
    final List<DocumentRow> documents = new ArrayList<>();
    final List<CheckpointRow> checkpoints = new ArrayList<>();
    final List<NodeRow> nodes = new ArrayList<>();
    Head head;

    MemoryTables(MemoryLog log) {
        entries.addAll(log.rows);
        head = log.head();
        TreeMap<String, Long> versions = new TreeMap<>();
        MerkleFrontier tree = new MerkleFrontier();
        for (EntryRow row : log.rows) {
            versions.merge(row.stream(), 1L, Long::sum);
            commands.add(
                    new CommandRow(row.actor(), row.commandId(), row.position(), row.position()));
            List<byte[]> completed = tree.complete(row.leafHash());
            for (int level = 0; level < completed.size(); level++) {
                nodes.add(new NodeRow(level, (row.position() >> level) - 1, completed.get(level)));
            }
        }
        versions.forEach((stream, version) -> streams.add(new StreamRow(stream, version)));
        log.documents.forEach(
                (digest, document) -> documents.add(new DocumentRow(digest, document.bytes())));
        for (SignedCheckpoint signed : log.checkpoints) {
            Digest root = signed.checkpoint().root();
            checkpoints.add(new CheckpointRow(signed.checkpoint().size(), root, signed.note()));
        }
        nodes.sort(
                Comparator.comparingLong((NodeRow row) -> row.index() + 1 << row.level())
                        .thenComparingInt(NodeRow::level));
    }

    static CommandRow command(CommandRow row, UUID id) {
        return new CommandRow(row.principal(), id, row.first(), row.last());
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public List<EntryRow> rowsAfter(long position, int limit) {
        return entries.stream().filter(row -> row.position() > position).limit(limit).toList();
    }

    @Override
    public void streams(Consumer<StreamRow> row) {
        streams.forEach(row);
    }

    @Override
    public void commands(Consumer<CommandRow> row) {
        commands.forEach(row);
    }

    @Override
    public void documents(Consumer<DocumentRow> row) {
        documents.forEach(row);
    }

    @Override
    public void checkpoints(Consumer<CheckpointRow> row) {
        checkpoints.forEach(row);
    }

    @Override
    public void nodes(Consumer<NodeRow> row) {
        nodes.forEach(row);
    }

    @Override
    public void close() {}
}
