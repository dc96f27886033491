package io.shardfit.application.gate;

import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Standing;
import java.util.List;
import java.util.Optional;

/// What the gate says, and on what ground.
///
/// @param deployment that speaks for the plan
/// @param verdict on the plan that the deployment has
/// @param reason a sentence without its full stop
/// @param warnings what should be known though it may run; sentences likewise
/// @param position up to where in the log this is so
/// @param source where that was read
public record GateAnswer(
        String deployment,
        Standing standing,
        Optional<StandingVerdict> verdict,
        String reason,
        List<String> warnings,
        long position,
        Source source) {
    public GateAnswer {
        warnings = List.copyOf(warnings);
    }

    /// Where an answer was read.
    public enum Source {
        MEMORY,
        LOG
    }
}
