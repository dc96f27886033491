package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EntryTable;
import io.shardfit.application.port.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A log whose bytes a test can change behind everyone's back. One second between entries.
final class MemoryLog implements EventLog, EntryTable, CheckpointLog {
    private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");

    final List<EntryRow> rows = new ArrayList<>();
    final List<SignedCheckpoint> checkpoints = new ArrayList<>();
    final Map<Digest, Document> documents = new LinkedHashMap<>();

    @Override
    public AppendOutcome append(Command command) {
        long first = rows.size() + 1L;
        for (StreamAppend append : command.appends()) {
            if (!append.expected().accepts(version(append.stream()))) {
                return new AppendOutcome.Conflict(append.stream(), version(append.stream()));
            }
            append.events().forEach(event -> add(command, append.stream(), event));
        }
        command.documents().forEach(document -> documents.put(document.digest(), document));
        return new AppendOutcome.Appended(first, rows.size(), false);
    }

    private void add(Command command, StreamId stream, NewEvent event) {
        long position = rows.size() + 1L;
        rows.add(
                row(
                        new Entry(
                                position,
                                eventId(position),
                                stream,
                                version(stream) + 1,
                                START.plusSeconds(position),
                                command.id(),
                                command.actor(),
                                command.causation(),
                                command.id(),
                                event)));
    }

    private long version(StreamId stream) {
        return rows.stream().filter(row -> row.stream().equals(stream.text())).count();
    }

    static UUID eventId(long position) {
        return new UUID(0x019a_0000_0000_7000L, Long.MIN_VALUE | position);
    }

    static EntryRow row(Entry entry) {
        byte[] bytes = EntryFormat.write(entry);
        return row(entry, bytes);
    }

    static EntryRow row(Entry entry, byte[] bytes) {
        return new EntryRow(
                entry.position(),
                entry.eventId(),
                entry.stream().text(),
                entry.streamVersion(),
                entry.type(),
                entry.event().schemaVersion(),
                entry.recordedAt(),
                entry.actor().id(),
                entry.commandId(),
                bytes,
                MerkleTree.leaf(bytes));
    }

    /// Replaces an entry with another and all that is copied from it, as an owner of the database
    /// can.
    void rewrite(long position, String from, String to) {
        byte[] bytes = rows.get((int) position - 1).entry();
        String text = new String(bytes, StandardCharsets.UTF_8);
        byte[] other = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        rows.set((int) position - 1, row(EntryFormat.read(other), other));
    }

    @Override
    public List<EntryRow> rowsAfter(long position, int limit) {
        return rows.stream().filter(row -> row.position() > position).limit(limit).toList();
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return bytesAfter(position, limit).stream().map(EntryFormat::read).toList();
    }

    @Override
    public List<byte[]> bytesAfter(long position, int limit) {
        return rows.stream().skip(position).limit(limit).map(EntryRow::entry).toList();
    }

    @Override
    public List<Entry> stream(StreamId stream) {
        return rows.stream()
                .filter(row -> row.stream().equals(stream.text()))
                .map(row -> EntryFormat.read(row.entry()))
                .toList();
    }

    @Override
    public Head head() {
        return rows.isEmpty()
                ? Head.EMPTY
                : new Head(rows.size(), Optional.of(rows.getLast().recordedAt()));
    }

    @Override
    public Optional<Document> document(Digest digest) {
        return Optional.ofNullable(documents.get(digest));
    }

    @Override
    public Optional<SignedCheckpoint> latest(String origin) {
        return checkpoints.stream()
                .filter(signed -> signed.checkpoint().origin().equals(origin))
                .max(Comparator.comparingLong(signed -> signed.checkpoint().size()));
    }

    @Override
    public List<SignedCheckpoint> all() {
        return List.copyOf(checkpoints);
    }

    @Override
    public void publish(SignedCheckpoint signed) {
        checkpoints.add(signed);
    }
}
