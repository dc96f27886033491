package io.shardfit.application.gate;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import java.util.Optional;

/// May what has this plan run there now?
///
/// @param plan digest of the complete plan
/// @param deployment whose plan it says it is; empty if it names the plan only, and then any
///   deployment that has it will do
public record GateQuestion(Digest plan, String environment, Optional<String> deployment) {
    public GateQuestion {
        if (!StreamId.isName(environment)) {
            throw new IllegalArgumentException("no environment can be called " + environment);
        }
        if (!deployment.map(StreamId::isName).orElse(true)) {
            throw new IllegalArgumentException("no deployment can be called " + deployment);
        }
    }
}
