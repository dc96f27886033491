package io.shardfit.domain.approval;

/// One request for approval.
///
/// @param number later requests have larger ones
public record Round(int number) implements Comparable<Round> {
    @Override
    public int compareTo(Round other) {
        return Integer.compare(number, other.number);
    }
}
