package io.shardfit.domain.quantity;

/// By how much something is more than there is; below zero it is room. Bytes, or tokens where a
/// cache is counted in them: amounts of one kind are compared.
public record Excess(long amount) implements Comparable<Excess> {
    public static final Excess NONE = new Excess(0);

    public static Excess of(ByteSize needed, ByteSize available) {
        return new Excess(needed.bytes() - available.bytes());
    }

    public Excess minus(Excess other) {
        return new Excess(Math.subtractExact(amount, other.amount));
    }

    @Override
    public int compareTo(Excess other) {
        return Long.compare(amount, other.amount);
    }
}
