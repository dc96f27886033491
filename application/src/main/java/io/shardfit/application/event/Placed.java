package io.shardfit.application.event;

import io.shardfit.domain.approval.ApprovalFact;
import java.util.Optional;

/// A fact with its place in the log, so that those of several streams can be put in order.
///
/// @param environment empty when it counts in all of them
public record Placed(long position, Optional<String> environment, ApprovalFact fact) {
    boolean countsIn(String name) {
        return environment.map(name::equals).orElse(true);
    }
}
