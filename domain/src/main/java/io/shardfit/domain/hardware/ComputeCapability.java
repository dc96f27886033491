package io.shardfit.domain.hardware;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an NVIDIA GPU's units can do, as libraries ask for it: 9.0 is Hopper, 10.0 the Blackwell of
/// data centres, 12.0 that of workstations.
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
    private static final Pattern NUMBERS = Pattern.compile("([1-9][0-9]?)\\.([0-9])");

    public static Optional<ComputeCapability> of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? Optional.of(
                        new ComputeCapability(
                                Integer.parseInt(numbers.group(1)),
                                Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    public boolean isAtLeast(int leastMajor, int leastMinor) {
        return compareTo(new ComputeCapability(leastMajor, leastMinor)) >= 0;
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return Comparator.comparingInt(ComputeCapability::major)
                .thenComparingInt(ComputeCapability::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
