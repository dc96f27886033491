package io.shardfit.application.gate;

/// What the gate says when it can know nothing.
public enum FailurePolicy {
    DENY,
    ALLOW
}
