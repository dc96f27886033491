package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Commands that say little, for tests of what keeps them.
final class Commands {
    static final Actor ANNA = Actor.human("usr_anna");

    private Commands() {}

    static Command of(StreamAppend... appends) {
        return by(ANNA, UUID.randomUUID(), "", appends);
    }

    static Command by(Actor actor, UUID id, String request, StreamAppend... appends) {
        Digest digest = Digest.of(request.getBytes(StandardCharsets.UTF_8));
        return new Command(actor, id, digest, Optional.empty(), Arrays.asList(appends), List.of());
    }

    static Command by(Actor actor, StreamAppend... appends) {
        return by(actor, UUID.randomUUID(), "", appends);
    }

    static Command with(Document document, Command command) {
        return new Command(
                command.actor(),
                command.id(),
                command.request(),
                command.causation(),
                command.appends(),
                List.of(document));
    }

    static Command causedBy(UUID event, Command command) {
        return new Command(
                command.actor(),
                command.id(),
                command.request(),
                Optional.of(event),
                command.appends(),
                command.documents());
    }

    static StreamAppend to(StreamId stream, String... notes) {
        return to(stream, ExpectedVersion.ANY, notes);
    }

    static StreamAppend to(StreamId stream, ExpectedVersion expected, String... notes) {
        return new StreamAppend(
                stream, expected, Arrays.stream(notes).map(Commands::noted).toList());
    }

    static NewEvent noted(String note) {
        return new NewEvent("Noted", 1, Json.fields().with("note", note).build());
    }

    static Appended appended(AppendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Appended.class);
        return (Appended) outcome;
    }
}
