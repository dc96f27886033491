package io.shardfit.adapters.cli;

import io.shardfit.domain.quantity.Share;

/// Reads a safety margin: the percentages that a plan's `hardware.safetyMargin` may have.
final class MarginOption extends PercentOption {
    MarginOption() {
        super(new Share(0.5));
    }
}
