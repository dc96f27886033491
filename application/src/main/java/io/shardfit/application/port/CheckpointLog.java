package io.shardfit.application.port;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.SignedCheckpoint;
import java.util.List;
import java.util.Optional;

/// The checkpoints that were signed, none ever changed.
public interface CheckpointLog {
    /// {@return the largest of an origin}
    Optional<SignedCheckpoint> latest(String origin);

    /// {@return all, the smallest first}
    List<SignedCheckpoint> all();

    /// {@return those published after a known one, the smallest first; there may be some that were
    /// published before it}
    default List<SignedCheckpoint> since(Checkpoint known) {
        return all();
    }

    /// {@return the smallest that covers the entry at a position}
    default Optional<SignedCheckpoint> covering(long position) {
        return all().stream().filter(signed -> signed.checkpoint().size() >= position).findFirst();
    }

    /// {@return at most `limit` of those smaller than a size, the largest first}
    default List<SignedCheckpoint> smallerThan(long size, int limit) {
        return all().reversed().stream()
                .filter(signed -> signed.checkpoint().size() < size)
                .limit(limit)
                .toList();
    }

    void publish(SignedCheckpoint signed);
}
