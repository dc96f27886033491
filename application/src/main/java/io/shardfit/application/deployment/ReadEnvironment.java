package io.shardfit.application.deployment;

import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.time.Instant;
import java.util.Optional;

/// Tells what an environment asks of plans and what it lets pass, as recorded up to an instant. One
/// that nobody ever set up asks what every environment asks.
public final class ReadEnvironment {
    private final EventLog log;

    public ReadEnvironment(EventLog log) {
        this.log = log;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Read(EnvironmentHistory history) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome read(String environment, Instant asOf) {
        Optional<Refusal> invalid = Names.refusal(environment);
        return invalid.<Outcome>map(Outcome.Refused::new)
                .orElseGet(() ->
                        new Outcome.Read(
                                EnvironmentHistory.of(
                                        Recorded.asOf(
                                                log.stream(StreamId.environment(environment)),
                                                asOf))));
    }
}
