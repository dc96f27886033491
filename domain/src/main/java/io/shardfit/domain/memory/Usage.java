package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;

/// How much of their interval the terms of an engine's memory take.
public enum Usage {
    LOW,
    EXPECTED,
    HIGH;

    ByteSize of(Estimate estimate) {
        return switch (this) {
            case LOW -> estimate.low();
            case EXPECTED -> estimate.expected();
            case HIGH -> estimate.high();
        };
    }
}
