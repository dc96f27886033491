package io.shardfit.domain.quantity;

/// Tokens per second.
public record TokenRate(double perSecond) implements Comparable<TokenRate> {
    public TokenRate {
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException(
                    "a token rate is finite and not negative, got " + perSecond);
        }
    }

    public static TokenRate of(double tokens, Seconds time) {
        return new TokenRate(tokens / time.seconds());
    }

    public TokenRate over(int gpus) {
        return new TokenRate(perSecond / gpus);
    }

    @Override
    public int compareTo(TokenRate other) {
        return Double.compare(perSecond, other.perSecond);
    }

    /// {@return for example `12.31 Ktokens/s`}
    @Override
    public String toString() {
        return Magnitude.format(perSecond, "tokens/s");
    }
}
