package io.shardfit.application.evidence;

import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import java.util.Optional;

/// Finds the newest checkpoint of the log's present origin.
///
/// @param origin of the log, as its newest checkpoints name it; empty if nothing is signed
public record NewestCheckpoint(CheckpointLog checkpoints, Optional<String> origin) {
    /// {@return it; empty if nothing was signed yet}
    public Optional<SignedCheckpoint> read() {
        return origin.flatMap(checkpoints::latest);
    }
}
