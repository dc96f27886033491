package io.shardfit.domain.search;

import java.util.ArrayList;
import java.util.List;

/// The ways in which a count can be split into equal whole parts.
final class Divisors {
    private Divisors() {}

    /// {@return every divisor, ascending}
    static List<Integer> of(int count) {
        List<Integer> small = new ArrayList<>();
        List<Integer> large = new ArrayList<>();
        for (int divisor = 1; (long) divisor * divisor <= count; divisor++) {
            if (count % divisor == 0) {
                small.add(divisor);
                if (divisor != count / divisor) {
                    large.addFirst(count / divisor);
                }
            }
        }
        small.addAll(large);
        return small;
    }

    /// {@return every divisor up to `most`, ascending}
    static List<Integer> of(int count, int most) {
        return of(count).stream().filter(divisor -> divisor <= most).toList();
    }
}
