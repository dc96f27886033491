package io.shardfit.adapters.persistence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.ledger.TimeOrderedIds;
import io.shardfit.application.port.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A log that lasts as long as the program: for tests and for trying things out.
final class InMemoryEventLog implements EventLog {
    private final InstantSource clock;
    private final TimeOrderedIds ids;
    private final List<byte[]> entries = new ArrayList<>();
    private final Map<StreamId, List<Integer>> streams = new HashMap<>();
    private final Map<StreamId, Long> versions = new HashMap<>();
    private final Map<CommandKey, Done> done = new HashMap<>();
    private final Map<Digest, Document> documents = new HashMap<>();
    private final Map<UUID, UUID> correlations = new HashMap<>();
    private Head head = Head.EMPTY;

    InMemoryEventLog(InstantSource clock, TimeOrderedIds ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public synchronized AppendOutcome append(Command command) {
        Prepared prepared = Prepared.of(command, ids);
        Batch batch = new Batch(new Tail(head.position(), now(), done, versions, correlations));
        AppendOutcome outcome = batch.decide(prepared);
        batch.rows().forEach(this::keep);
        versions.putAll(batch.newVersions());
        done.putAll(batch.newlyDone());
        batch.documents().forEach(document -> documents.putIfAbsent(document.digest(), document));
        return outcome;
    }

    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return head.recordedAt().filter(now::isBefore).orElse(now);
    }

    private void keep(Row row) {
        Entry entry = row.entry();
        streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entries.size());
        entries.add(row.bytes());
        correlations.put(entry.eventId(), entry.correlation());
        head = new Head(entry.position(), Optional.of(entry.recordedAt()));
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return bytesAfter(position, limit).stream().map(EntryFormat::read).toList();
    }

    @Override
    public synchronized List<byte[]> bytesAfter(long position, int limit) {
        return entries.stream().skip(position).limit(limit).map(byte[]::clone).toList();
    }

    @Override
    public synchronized List<Entry> stream(StreamId stream) {
        return streams.getOrDefault(stream, List.of()).stream()
                .map(index -> EntryFormat.read(entries.get(index)))
                .toList();
    }

    @Override
    public synchronized Head head() {
        return head;
    }

    @Override
    public synchronized Optional<Document> document(Digest digest) {
        return Optional.ofNullable(documents.get(digest));
    }
}
