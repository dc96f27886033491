package io.shardfit.application.deployment;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
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

/// As much of a log as the tests of use cases need. Like a real one it keeps bytes and reads
/// everything from them.
final class MemoryLog implements EventLog {
    private record Key(String principal, UUID command) {}

    private record Done(Digest request, long first, long last) {}

    private final InstantSource clock;
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Entry> read = new ArrayList<>();
    private final Map<StreamId, List<Entry>> streams = new HashMap<>();
    private final Map<Key, Done> commands = new HashMap<>();
    private final Map<Digest, Document> documents = new HashMap<>();
    private Instant last = Instant.EPOCH;

    MemoryLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized AppendOutcome append(Command command) {
        Key key = new Key(command.actor().id(), command.id());
        Done done = commands.get(key);
        if (done != null) {
            return done.request().equals(command.request())
                    ? new AppendOutcome.Appended(done.first(), done.last(), true)
                    : new AppendOutcome.KeyReused();
        }
        for (StreamAppend append : command.appends()) {
            long version = stream(append.stream()).size();
            if (!append.expected().accepts(version)) {
                return new AppendOutcome.Conflict(append.stream(), version);
            }
        }
        long first = entries.size() + 1L;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isBefore(last) ? last : now;
        for (StreamAppend append : command.appends()) {
            long version = stream(append.stream()).size();
            for (NewEvent event : append.events()) {
                version++;
                keep(EntryFormat.write(entry(command, append.stream(), version, event)));
            }
        }
        command.documents().forEach(document -> documents.put(document.digest(), document));
        commands.put(key, new Done(command.request(), first, entries.size()));
        return new AppendOutcome.Appended(first, entries.size(), false);
    }

    private void keep(byte[] bytes) {
        Entry entry = EntryFormat.read(bytes);
        entries.add(bytes);
        read.add(entry);
        streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry);
    }

    private Entry entry(Command command, StreamId stream, long version, NewEvent event) {
        long position = entries.size() + 1L;
        return new Entry(
                position,
                new UUID(0x7000L, 0x8000_0000_0000_0000L + position),
                stream,
                version,
                last,
                command.id(),
                command.actor(),
                command.causation(),
                command.id(),
                event);
    }

    @Override
    public synchronized List<Entry> after(long position, int limit) {
        return page(read, position, limit);
    }

    @Override
    public synchronized List<byte[]> bytesAfter(long position, int limit) {
        return page(entries, position, limit);
    }

    private static <T> List<T> page(List<T> all, long position, int limit) {
        int from = (int) Math.min(position, all.size());
        return List.copyOf(all.subList(from, (int) Math.min((long) from + limit, all.size())));
    }

    @Override
    public synchronized List<Entry> stream(StreamId stream) {
        return List.copyOf(streams.getOrDefault(stream, List.of()));
    }

    @Override
    public synchronized Head head() {
        return entries.isEmpty() ? Head.EMPTY : new Head(entries.size(), Optional.of(last));
    }

    @Override
    public synchronized Optional<Document> document(Digest digest) {
        return Optional.ofNullable(documents.get(digest));
    }
}
