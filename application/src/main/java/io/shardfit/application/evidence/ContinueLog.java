package io.shardfit.application.evidence;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.LogContinued;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Accepts that the end of a log is lost, for instance after a restore from an old backup: the log
/// goes on under a new origin, and its first event embeds the last checkpoint of the old one (the
/// idea of sigstore/rekor#352).
public final class ContinueLog {
    private static final int MOST_REASON = 4_000;

    private final EventLog log;
    private final List<VerifyingKey> oldKeys;

    public ContinueLog(EventLog log, List<VerifyingKey> oldKeys) {
        this.log = log;
        this.oldKeys = List.copyOf(oldKeys);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param position of the first event of the new origin; those from here to `lost` are gone
        record Continued(long position, long lost) implements Outcome {}

        /// The note is not a checkpoint of the old log, or nothing is lost.
        record Rejected(String reason) implements Outcome {}

        record NotAppended(AppendOutcome answer) implements Outcome {}
    }

    /// @param origin another than before
    /// @param note the largest checkpoint that anyone has of the old log
    /// @param reason why the loss is accepted, for everyone who reads the log
    public Outcome continueAs(
            String origin, String note, String reason, Actor actor, UUID command) {
        List<Entry> before = log.stream(StreamId.origin());
        LogContinued event;
        long lost;
        try {
            checkReason(reason);
            Checkpoint last = CheckpointNote.read(SignedNote.read(note));
            event = new LogContinued(origin, note, signer(last, note).text(), reason);
            checkLoss(origin, last, before);
            lost = last.size();
        } catch (IllegalArgumentException rejected) {
            return new Outcome.Rejected(String.valueOf(rejected.getMessage()));
        }
        AppendOutcome answer =
                log.append(command(event, ExpectedVersion.exactly(before.size()), actor, command));
        return answer instanceof AppendOutcome.Appended(long first, long _, boolean _)
                ? new Outcome.Continued(first, lost)
                : new Outcome.NotAppended(answer);
    }

    private static Command command(
            LogContinued event, ExpectedVersion read, Actor actor, UUID command) {
        String said = event.origin() + "\n" + event.note() + event.reason();
        return new Command(
                actor,
                command,
                Digest.of(said.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                List.of(new StreamAppend(StreamId.origin(), read, List.of(event.toNewEvent()))),
                List.of());
    }

    private static void checkReason(String reason) {
        if (reason.isBlank() || reason.length() > MOST_REASON) {
            throw new IllegalArgumentException(
                    "a reason has 1 to %d characters: say how the entries were lost"
                            .formatted(MOST_REASON));
        }
    }

    private VerifyingKey signer(Checkpoint before, String note) {
        SignedNote signed = SignedNote.read(note);
        return oldKeys.stream()
                .filter(key -> key.name().equals(before.origin()))
                .filter(key -> key.check(signed) == SignatureCheck.RIGHT)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the checkpoint of %s is not signed by a key given"
                                        .formatted(before.origin())));
    }

    private void checkLoss(String origin, Checkpoint before, List<Entry> continued) {
        if (before.origin().equals(origin)) {
            throw new IllegalArgumentException(
                    "a new origin has another name than %s: number it, as in %s-2"
                            .formatted(origin, origin));
        }
        for (Entry entry : continued) {
            if (LedgerEvents.read(entry) instanceof LogContinued event) {
                Continuation said = Continuation.at(entry.position(), event);
                if (said.gaveUp(before)) {
                    throw new IllegalArgumentException(
                            "that loss is on the record: " + said.message());
                }
            }
        }
        if (before.size() <= log.head().position()) {
            throw new IllegalArgumentException(
                    "the log has %d entries and the checkpoint covers %d: no entry is missing at its end"
                            .formatted(log.head().position(), before.size()));
        }
    }
}
