package io.shardfit.adapters.persistence;

import io.shardfit.application.format.EntryDraft;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.AppendOutcome.Conflict;
import io.shardfit.application.ledger.AppendOutcome.KeyReused;
import io.shardfit.application.ledger.AppendOutcome.Refused;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Decides, command by command, how the log goes on from a tail. Whoever uses it holds the log: no
/// position it gives may be given by another.
final class Batch {
    private final Tail tail;
    private final MessageDigest hash = Digest.sha256();
    private final List<Row> rows = new ArrayList<>();
    private final Map<CommandKey, Done> newlyDone = new LinkedHashMap<>();
    private final Map<StreamId, Long> newVersions = new LinkedHashMap<>();
    private final Map<Digest, Document> documents = new LinkedHashMap<>();

    Batch(Tail tail) {
        this.tail = tail;
    }

    /// {@return what becomes of it if what has been decided so far gets written}
    AppendOutcome decide(Prepared prepared) {
        Command command = prepared.command();
        Optional<AppendOutcome> settled =
                before(prepared.key(), command)
                        .or(() -> conflict(command))
                        .or(() -> prepared.unwritable().map(Batch::refused));
        if (settled.isPresent()) {
            return settled.get();
        }
        try {
            return take(prepared.key(), command, extend(prepared));
        } catch (IllegalArgumentException unwritable) {
            return refused(String.valueOf(unwritable.getMessage()));
        }
    }

    private static AppendOutcome refused(String why) {
        return new Refused("it cannot be written: " + why);
    }

    private Optional<AppendOutcome> before(CommandKey key, Command command) {
        return Optional.ofNullable(newlyDone.getOrDefault(key, tail.done().get(key)))
                .map(done ->
                        done.request().equals(command.request())
                                ? new Appended(done.first(), done.last(), true)
                                : new KeyReused());
    }

    private Optional<AppendOutcome> conflict(Command command) {
        return command.appends().stream()
                .filter(append -> !append.expected().accepts(version(append.stream())))
                .findFirst()
                .map(append -> new Conflict(append.stream(), version(append.stream())));
    }

    private List<Row> extend(Prepared prepared) {
        Command command = prepared.command();
        Iterator<EntryDraft> drafts = prepared.drafts().iterator();
        List<Row> extension = new ArrayList<>();
        for (StreamAppend append : command.appends()) {
            long version = version(append.stream());
            for (NewEvent event : append.events()) {
                version++;
                long position = position() + extension.size() + 1;
                EntryDraft draft = drafts.next();
                Entry entry =
                        entry(command, draft.eventId(), append.stream(), position, version, event);
                extension.add(row(entry, draft));
            }
        }
        return extension;
    }

    private Entry entry(
            Command command,
            UUID eventId,
            StreamId stream,
            long position,
            long version,
            NewEvent event) {
        UUID correlation =
                command.causation()
                        .map(cause -> tail.correlations().getOrDefault(cause, command.id()))
                        .orElse(command.id());
        return new Entry(
                position,
                eventId,
                stream,
                version,
                tail.now(),
                command.id(),
                command.actor(),
                command.causation(),
                correlation,
                event);
    }

    private Row row(Entry entry, EntryDraft draft) {
        byte[] bytes = draft.placed(entry);
        if (bytes.length > EntryFormat.MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the entry of %s has %d bytes, at most %d fit: put the large part into a document and name its digest"
                            .formatted(entry.type(), bytes.length, EntryFormat.MOST_BYTES));
        }
        return Row.of(entry, bytes, hash);
    }

    private AppendOutcome take(CommandKey key, Command command, List<Row> extension) {
        long first = position() + 1;
        rows.addAll(extension);
        extension.stream()
                .map(Row::entry)
                .forEach(entry -> newVersions.put(entry.stream(), entry.streamVersion()));
        command.documents().forEach(document -> documents.put(document.digest(), document));
        Done taken = new Done(command.request(), first, position());
        newlyDone.put(key, taken);
        return new Appended(taken.first(), taken.last(), false);
    }

    private long version(StreamId stream) {
        return newVersions.getOrDefault(stream, tail.versions().getOrDefault(stream, 0L));
    }

    /// {@return the last position that is taken}
    long position() {
        return tail.position() + rows.size();
    }

    Tail tail() {
        return tail;
    }

    List<Row> rows() {
        return rows;
    }

    Map<CommandKey, Done> newlyDone() {
        return newlyDone;
    }

    /// {@return each stream that grew, once, with its last version}
    Map<StreamId, Long> newVersions() {
        return newVersions;
    }

    List<Document> documents() {
        return List.copyOf(documents.values());
    }
}
