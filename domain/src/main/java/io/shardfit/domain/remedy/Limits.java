package io.shardfit.domain.remedy;

import java.util.function.BooleanSupplier;

/// How long remedies are looked for.
///
/// @param wanted remedies after which no larger number of edits is tried
/// @param evaluations plans that may be judged; the same number gives the same answer everywhere
/// @param outOfTime asked between judgements; the answer says when it ended the search, because
///   another run may then find more
public record Limits(int wanted, int evaluations, BooleanSupplier outOfTime) {
    public Limits {
        if (wanted < 1 || evaluations < 1) {
            throw new IllegalArgumentException(
                    "wanted and evaluations must be at least 1, got %d, %d"
                            .formatted(wanted, evaluations));
        }
    }

    public static Limits of(int wanted, int evaluations) {
        return new Limits(wanted, evaluations, () -> false);
    }
}
