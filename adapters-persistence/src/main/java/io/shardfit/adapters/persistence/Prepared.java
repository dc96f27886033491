package io.shardfit.adapters.persistence;

import io.shardfit.application.format.EntryDraft;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.TimeOrderedIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command with all that can be done for it before the log is held, in the thread of whoever
/// sends it: what is held, everybody waits for.
///
/// @param drafts of its events, in their order; none if it cannot be written
/// @param unwritable why it cannot be written
record Prepared(
        Command command, CommandKey key, List<EntryDraft> drafts, Optional<String> unwritable) {
    /// About what an entry has beyond its draft, and what stands beside it.
    private static final long PLACE = 300;

    Prepared {
        drafts = List.copyOf(drafts);
    }

    static Prepared of(Command command, TimeOrderedIds ids) {
        CommandKey key = CommandKey.of(command);
        try {
            return new Prepared(command, key, drafts(command, ids), Optional.empty());
        } catch (IllegalArgumentException unwritable) {
            return new Prepared(
                    command, key, List.of(), Optional.of(String.valueOf(unwritable.getMessage())));
        }
    }

    private static List<EntryDraft> drafts(Command command, TimeOrderedIds ids) {
        List<EntryDraft> drafts = new ArrayList<>();
        for (StreamAppend append : command.appends()) {
            for (NewEvent event : append.events()) {
                drafts.add(
                        EntryDraft.of(
                                ids.next(),
                                command.id(),
                                command.actor(),
                                command.causation(),
                                append.stream(),
                                event));
            }
        }
        return drafts;
    }

    /// {@return about how many bytes it will send to the database}
    long weight() {
        long events = drafts.stream().mapToLong(draft -> PLACE + draft.length()).sum();
        return events + command.documents().stream().mapToLong(Document::size).sum();
    }
}
