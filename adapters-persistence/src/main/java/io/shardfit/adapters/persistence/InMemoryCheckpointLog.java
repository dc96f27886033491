package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Checkpoints of a log that lasts as long as the program.
final class InMemoryCheckpointLog implements CheckpointLog {
    private final List<SignedCheckpoint> published = new ArrayList<>();

    @Override
    public synchronized Optional<SignedCheckpoint> latest(String origin) {
        return all().reversed().stream()
                .filter(signed -> signed.checkpoint().origin().equals(origin))
                .findFirst();
    }

    @Override
    public synchronized List<SignedCheckpoint> all() {
        return published.stream()
                .sorted(Comparator.comparingLong(signed -> signed.checkpoint().size()))
                .toList();
    }

    @Override
    public synchronized void publish(SignedCheckpoint signed) {
        boolean same =
                published.stream().anyMatch(kept -> kept.checkpoint().equals(signed.checkpoint()));
        boolean other =
                published.stream()
                        .map(SignedCheckpoint::checkpoint)
                        .anyMatch(kept ->
                                kept.origin().equals(signed.checkpoint().origin())
                                        && kept.size() == signed.checkpoint().size());
        if (!same && other) {
            throw new IllegalStateException(
                    "%s already has another root at size %d: do not sign, find out what changed the log"
                            .formatted(signed.checkpoint().origin(), signed.checkpoint().size()));
        }
        if (!same) {
            published.add(signed);
        }
    }
}
