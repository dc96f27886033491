package io.shardfit.application.evidence;

import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import java.util.Optional;

/// Finds the newest checkpoint of the log's present origin.
///
/// @param origin as its newest checkpoints name it; empty if nothing is signed
public record NewestCheckpoint(CheckpointLog checkpoints, Optional<String> origin) {
    public Optional<SignedCheckpoint> find() {
        return origin.flatMap(checkpoints::latest);
    }
}
