package io.shardfit.application.evidence;

import io.shardfit.application.event.LogContinued;
import io.shardfit.application.ledger.Checkpoint;
import java.util.List;

/// Where a log says that it goes on under a new origin after a loss.
///
/// @param position of the event that says so; what was signed from here on was lost
/// @param origin from here on
/// @param before how far the log before went, as its last known checkpoint says
/// @param note that checkpoint, as it was signed
public record Continuation(
        long position, String origin, Checkpoint before, String note, String reason) {

    static Continuation at(long position, LogContinued event) {
        Checkpoint before = CheckpointNote.read(SignedNote.read(event.note()));
        return new Continuation(position, event.origin(), before, event.note(), event.reason());
    }

    /// {@return what was lost and why, in one line}
    public String message() {
        return "position %d: %s lost positions %d to %d, and the log goes on as %s: %s"
                .formatted(position, before.origin(), position, before.size(), origin, reason);
    }

    /// {@return whether a checkpoint is of what was lost here, no further than the record says}
    boolean gaveUp(Checkpoint checkpoint) {
        return checkpoint.origin().equals(before.origin())
                && checkpoint.size() >= position
                && (checkpoint.size() < before.size() || checkpoint.equals(before));
    }

    /// {@return whether one of these keys signed the checkpoint of the log before: nobody else can
    /// say that it was lost}
    boolean isSignedBy(List<VerifyingKey> keys) {
        SignedNote signed = SignedNote.read(note);
        return keys.stream()
                .filter(key -> key.name().equals(before.origin()))
                .anyMatch(key -> key.check(signed) == SignatureCheck.RIGHT);
    }
}
