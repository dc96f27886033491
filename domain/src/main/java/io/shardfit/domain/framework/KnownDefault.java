package io.shardfit.domain.framework;

import io.shardfit.domain.quantity.Share;
import java.math.BigDecimal;

/// What a framework takes when nobody says, and how that is known.
///
/// @param value in the unit of the setting
/// @param since first release with this value
/// @param source repository, commit and file
/// @param newestAssumed whether the plan names no release, so that the newest known was taken
public record KnownDefault(
        Setting setting, BigDecimal value, Version since, String source, boolean newestAssumed) {

    /// A row that holds in every release that was read.
    private static final String EVERY = "0";

    /// {@return the value as a whole number}
    public int count() {
        return value.intValueExact();
    }

    public Share share() {
        return new Share(value.doubleValue());
    }

    public boolean isOn() {
        return value.signum() != 0;
    }

    /// {@return where the value comes from, as an assumption states it}
    public String origin() {
        if (since.text().equals(EVERY)) {
            return "default; " + source;
        }
        return newestAssumed
                ? "default since %s, the newest known because no version is named; %s"
                        .formatted(since, source)
                : "default since %s; %s".formatted(since, source);
    }
}
