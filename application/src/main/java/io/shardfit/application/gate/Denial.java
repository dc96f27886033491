package io.shardfit.application.gate;

import io.shardfit.application.ledger.Digest;
import java.util.Optional;

/// Something was turned away.
///
/// @param request the caller's own identifier
/// @param deployment empty if it named none and none has the plan
/// @param plan empty if it named none
public record Denial(
        String request,
        String environment,
        Optional<String> deployment,
        Optional<Digest> plan,
        String reason) {}
