package io.shardfit.application.deployment;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Carries a command out: read, decide, append what was decided on exactly what was read; again
/// when a stream has moved on meanwhile. A command that was carried out before is not decided anew:
/// its answer is made from what it wrote, so that it is the same answer; also when it was carried
/// out by a twin between the look for it and the decision, which then saw its own effect.
final class Commands {
    private static final int RETRIES = 3;

    private final EventLog log;

    Commands(EventLog log) {
        this.log = log;
    }

    /// How a use case answers.
    ///
    /// @param done from what the command wrote, in order
    /// @param notWritten from why it could not
    record Answers<O>(Function<List<Recorded>, O> done, Function<AppendOutcome, O> notWritten) {}

    /// @param home a stream in which the command always leaves something
    /// @param request the command's name and everything it says
    <O> O carryOut(
            Sender sender,
            StreamId home,
            List<String> request,
            Supplier<Decision<O>> decide,
            Answers<O> answers) {
        return carryOut(sender, home, request, _ -> decide.get(), answers);
    }

    /// @param decide from the home, as it was when the command was looked for in it
    <O> O carryOut(
            Sender sender,
            StreamId home,
            List<String> request,
            Function<List<Entry>, Decision<O>> decide,
            Answers<O> answers) {
        if (!sender.reaches(home)) {
            return answers.notWritten().apply(new AppendOutcome.OutOfReach(home));
        }
        Digest digest = digest(request);
        AppendOutcome last = new AppendOutcome.Conflict(home, 0);
        for (int attempt = 0; attempt <= RETRIES; attempt++) {
            Command command;
            List<Entry> entries = log.stream(home);
            Optional<Command> before = before(sender, home, entries, digest);
            if (before.isPresent()) {
                command = before.orElseThrow();
            } else {
                switch (decide.apply(entries)) {
                    case Decision.Answer<O>(O outcome) -> {
                        Optional<Command> meanwhile = before(sender, home, digest);
                        if (meanwhile.isEmpty()) {
                            return outcome;
                        }
                        command = meanwhile.orElseThrow();
                    }
                    case Decision.Write<O> write -> command = command(sender, digest, write);
                }
            }
            last = log.append(command);
            if (last instanceof Appended appended) {
                return answers.done().apply(written(appended));
            }
            if (!(last instanceof AppendOutcome.Conflict)) {
                break;
            }
        }
        return answers.notWritten().apply(last);
    }

    /// {@return the answer to a command that was carried out before; for use cases that take steps
    /// before they decide}
    ///
    /// @param home as {@link #carryOut}
    <O> Optional<O> replay(Sender sender, StreamId home, List<String> request, Answers<O> answers) {
        return before(sender, home, digest(request))
                .map(command ->
                        switch (log.append(command)) {
                            case Appended appended -> answers.done().apply(written(appended));
                            case AppendOutcome other -> answers.notWritten().apply(other);
                        });
    }

    private static Command command(Sender sender, Digest request, Decision.Write<?> write) {
        return new Command(
                sender.actor(),
                sender.command(),
                request,
                Optional.empty(),
                write.appends(),
                write.documents());
    }

    /// The log itself compares the request's digest, and answers what it answered then.
    private Optional<Command> before(Sender sender, StreamId home, Digest request) {
        return before(sender, home, log.stream(home), request);
    }

    private static Optional<Command> before(
            Sender sender, StreamId home, List<Entry> entries, Digest request) {
        List<Entry> earlier =
                entries.stream()
                        .filter(entry -> entry.commandId().equals(sender.command()))
                        .filter(entry -> entry.actor().id().equals(sender.actor().id()))
                        .toList();
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        StreamAppend again =
                new StreamAppend(
                        home, ExpectedVersion.ANY, earlier.stream().map(Entry::event).toList());
        return Optional.of(
                new Command(
                        sender.actor(),
                        sender.command(),
                        request,
                        Optional.empty(),
                        List.of(again),
                        List.of()));
    }

    private List<Recorded> written(Appended appended) {
        int count = Math.toIntExact(appended.last() - appended.first() + 1);
        return Recorded.all(log.after(appended.first() - 1, count));
    }

    /// {@return the parts of a request as one list}
    static List<String> request(String name, Object... parts) {
        return Stream.concat(Stream.of(name), Arrays.stream(parts).map(String::valueOf)).toList();
    }

    private static Digest digest(List<String> request) {
        Json parts = Json.items(request.stream().map(Json::text).toList());
        return Digest.of(JsonText.canonical(parts).getBytes(StandardCharsets.UTF_8));
    }
}
