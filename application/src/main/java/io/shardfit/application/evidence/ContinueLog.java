package io.shardfit.application.evidence;

import io.shardfit.application.event.LogContinued;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Checkpoint;
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

/// Accepts that the end of a log is lost, for instance after a restore from an old backup: the log
/// goes on under a new origin, and its first event embeds the last checkpoint of the old one (the
/// idea of sigstore/rekor#352).
public final class ContinueLog {
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

    /// @param note the largest checkpoint that anyone has of the old log
    /// @param origin another than before
    public Outcome continueAs(String origin, String note, Actor actor, UUID command) {
        Checkpoint before;
        try {
            before = signedBefore(origin, note);
        } catch (IllegalArgumentException rejected) {
            return new Outcome.Rejected(String.valueOf(rejected.getMessage()));
        }
        LogContinued event = new LogContinued(origin, note);
        ExpectedVersion read = ExpectedVersion.exactly(log.stream(StreamId.origin()).size());
        StreamAppend append =
                new StreamAppend(StreamId.origin(), read, List.of(event.toNewEvent()));
        Digest request = Digest.of((origin + "\n" + note).getBytes(StandardCharsets.UTF_8));
        AppendOutcome answer =
                log.append(
                        new Command(
                                actor,
                                command,
                                request,
                                Optional.empty(),
                                List.of(append),
                                List.of()));
        return answer instanceof AppendOutcome.Appended(long first, long _, boolean _)
                ? new Outcome.Continued(first, before.size())
                : new Outcome.NotAppended(answer);
    }

    private Checkpoint signedBefore(String origin, String text) {
        SignedNote note = SignedNote.read(text);
        Checkpoint before = CheckpointNote.read(note);
        boolean signed =
                oldKeys.stream()
                        .filter(key -> key.name().equals(before.origin()))
                        .anyMatch(key -> key.check(note) == SignatureCheck.RIGHT);
        if (!signed) {
            throw new IllegalArgumentException(
                    "the checkpoint of %s is not signed by a key given".formatted(before.origin()));
        }
        if (before.origin().equals(origin)) {
            throw new IllegalArgumentException(
                    "a new origin has another name than %s: number it, as in %s-2"
                            .formatted(origin, origin));
        }
        if (before.size() <= log.head().position()) {
            throw new IllegalArgumentException(
                    "the log has %d entries and the checkpoint covers %d: no entry is missing"
                            .formatted(log.head().position(), before.size()));
        }
        return before;
    }
}
