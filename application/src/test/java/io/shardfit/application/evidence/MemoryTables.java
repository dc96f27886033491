package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.LedgerTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// The tables that a database would hold of a log, each of which a test can change.
final class MemoryTables implements LedgerTables {
    private static final Instant WHEN = Instant.parse("2026-11-23T10:00:00.123456Z");

    final List<EntryRow> entries = new ArrayList<>();
    final List<StreamRow> streams = new ArrayList<>();
    final List<CommandRow> commands = new ArrayList<>();
    final List<DocumentRow> documents = new ArrayList<>();
    final List<CheckpointRow> checkpoints = new ArrayList<>();
    final List<AuthorRow> authors = new ArrayList<>();
    final List<VoteRow> votes = new ArrayList<>();
    final List<NodeRow> nodes = new ArrayList<>();
    Head head;

    MemoryTables(MemoryLog log) {
        entries.addAll(log.rows);
        head = log.head();
        TreeMap<String, Long> versions = new TreeMap<>();
        MerkleFrontier tree = new MerkleFrontier();
        for (EntryRow row : log.rows) {
            versions.merge(row.stream(), 1L, Long::sum);
            commands.add(command(row.actor(), row.commandId(), row.position(), row.position()));
            List<byte[]> completed = tree.complete(row.leafHash());
            for (int level = 0; level < completed.size(); level++) {
                nodes.add(new NodeRow(level, (row.position() >> level) - 1, completed.get(level)));
            }
        }
        versions.forEach((stream, version) -> streams.add(new StreamRow(stream, version)));
        log.documents.forEach((digest, document) ->
                documents.add(document(digest, document.mediaType(), document.bytes())));
        for (SignedCheckpoint signed : log.checkpoints) {
            checkpoints.add(checkpoint(signed.checkpoint(), signed.note()));
        }
        nodes.sort(
                Comparator.comparingLong((NodeRow row) -> row.index() + 1 << row.level())
                        .thenComparingInt(NodeRow::level));
    }

    static CommandRow command(CommandRow row, UUID id) {
        return command(row.principal(), id, row.first(), row.last());
    }

    static CommandRow command(String principal, UUID id, long first, long last) {
        byte[] request = new byte[32];
        return new CommandRow(
                principal,
                id,
                request,
                first,
                last,
                RowHash.command(principal, id, request, first, last));
    }

    static DocumentRow document(Digest digest, String mediaType, byte[] bytes) {
        return new DocumentRow(
                digest, mediaType, WHEN, bytes, RowHash.document(digest.hash(), mediaType, WHEN));
    }

    static CheckpointRow checkpoint(Checkpoint checkpoint, String note) {
        return new CheckpointRow(
                checkpoint.origin(),
                checkpoint.size(),
                checkpoint.root(),
                note,
                WHEN,
                RowHash.checkpoint(
                        checkpoint.size(), checkpoint.root(), WHEN, checkpoint.origin(), note));
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
    public void authors(Consumer<AuthorRow> row) {
        authors.forEach(row);
    }

    @Override
    public void votes(Consumer<VoteRow> row) {
        votes.forEach(row);
    }

    @Override
    public void nodes(Consumer<NodeRow> row) {
        nodes.forEach(row);
    }

    @Override
    public void close() {}
}
