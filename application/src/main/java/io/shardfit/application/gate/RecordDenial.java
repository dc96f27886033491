package io.shardfit.application.gate;

import io.shardfit.application.event.EnvironmentEvent.AdmissionDenied;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Puts on the record that something was turned away. The same denial again changes nothing. Its
/// stream is not the environment's own: a storm of denials must not stand in the way of those who
/// decide there.
public final class RecordDenial {
    private static final Actor GATE = Actor.system("shardfit-gate");

    private final EventLog log;

    public RecordDenial(EventLog log) {
        this.log = log;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Recorded(long position) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome record(Denial denial) {
        AdmissionDenied event =
                new AdmissionDenied(
                        denial.request(),
                        denial.deployment().orElse(""),
                        denial.plan(),
                        denial.reason());
        byte[] what =
                String.join(
                                "\n",
                                denial.request(),
                                denial.environment(),
                                denial.deployment().orElse(""),
                                denial.plan().map(Digest::text).orElse(""),
                                denial.reason())
                        .getBytes(StandardCharsets.UTF_8);
        Command command =
                new Command(
                        GATE,
                        UUID.nameUUIDFromBytes(what),
                        Digest.of(what),
                        Optional.empty(),
                        List.of(
                                new StreamAppend(
                                        StreamId.admission(denial.environment()),
                                        ExpectedVersion.ANY,
                                        List.of(event.toNewEvent()))),
                        List.of());
        return switch (log.append(command)) {
            case Appended done -> new Outcome.Recorded(done.last());
            case AppendOutcome other -> new Outcome.NotWritten(other);
        };
    }
}
