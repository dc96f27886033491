package io.shardfit.adapters.cli.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The API of one server. What fails for a moment is sent again a few times, as the same request: a
/// write counts once, because its key says that it is the same.
public final class Api implements AutoCloseable {
    private static final int FACTOR = 2;

    private final Client client;
    private final Patience patience;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Pause pause;

    /// @param environment of the process, which may name a CI run
    public Api(
            ServerAddress address,
            Optional<String> token,
            Patience patience,
            Map<String, String> environment,
            InstantSource clock,
            Pause pause) {
        this.client = new Client(address, token, patience);
        this.patience = patience;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.pause = pause;
    }

    /// {@return the document that answers, or why there is none}
    public Answer send(Call call) throws InterruptedException {
        return send(call, patience.total());
    }

    /// @param within all attempts together, if that is less than usual
    public Answer send(Call call, Duration within) throws InterruptedException {
        return again(
                call, Reply.Wanted.DOCUMENT, least(within, patience.total()), client::exchange);
    }

    /// The same for an answer that is a text.
    public Answer text(Call call) throws InterruptedException {
        return again(call, Reply.Wanted.TEXT, patience.total(), client::exchange);
    }

    /// Writes the answer to a file.
    public Answer fetch(Call call, Path file) throws InterruptedException {
        return again(
                call,
                Reply.Wanted.FILE,
                patience.total(),
                (sent, within) -> client.fetch(sent, within, file));
    }

    private interface Attempt {
        Client.Outcome make(Call call, Duration within) throws InterruptedException;
    }

    private Answer again(Call given, Reply.Wanted wanted, Duration total, Attempt attempt)
            throws InterruptedException {
        Call call = keyed(given);
        Instant end = clock.instant().plus(total);
        Duration usual = patience.firstPause();
        for (int made = 1; ; made++, usual = usual.multipliedBy(FACTOR)) {
            Duration left = Duration.between(clock.instant(), end);
            Client.Outcome outcome = attempt.make(call, least(patience.answer(), left));
            Answer answer = answer(outcome, wanted);
            Optional<Duration> asked = asked(outcome);
            Duration wait = asked.filter(_ -> answer.isTransient()).orElse(usual);
            if (!answer.isTransient()
                    || made >= patience.attempts()
                    || clock.instant().plus(wait).isAfter(end)) {
                return answer;
            }
            pause.of(wait);
        }
    }

    /// Reading changes nothing and needs no key.
    private Call keyed(Call call) {
        return call.method().equals("GET")
                ? call
                : call.having(Call.IDEMPOTENCY_KEY, IdempotencyKey.of(call, environment));
    }

    /// {@return the key of a call that writes, where it is that of a CI run; elsewhere each call
    /// has a new one}
    public Optional<String> key(Call call) {
        return IdempotencyKey.ofRun(call, environment);
    }

    private static Answer answer(Client.Outcome outcome, Reply.Wanted wanted) {
        return switch (outcome) {
            case Client.Outcome.Came(Reply reply) -> reply.answer(wanted);
            case Client.Outcome.Nothing(Answer.Failed why) -> why;
        };
    }

    private Optional<Duration> asked(Client.Outcome outcome) {
        return outcome instanceof Client.Outcome.Came(Reply reply)
                ? reply.retryAfter(clock.instant())
                : Optional.empty();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        client.close();
    }
}
