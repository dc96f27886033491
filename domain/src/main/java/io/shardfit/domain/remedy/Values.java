package io.shardfit.domain.remedy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Values worth trying in place of a number.
final class Values {
    /// The largest count that a plan may hold.
    static final int MOST = 1_000_000_000;

    /// A value further away from the plan than this is another plan.
    private static final int FARTHEST = 8;

    private Values() {}

    /// {@return half of it, a quarter and so on, down to `least`}
    static List<Integer> halvesOf(int value, int least) {
        List<Integer> halves = new ArrayList<>();
        for (int half = value / 2; half >= least && half > 0; half /= 2) {
            halves.add(half);
        }
        return halves;
    }

    /// {@return degrees up to eight times smaller or larger that divide `whole`: the ones at powers
    /// of two from `degree`, and the nearest on either side}
    static List<Integer> degrees(int degree, int whole, int most) {
        SortedSet<Integer> lawful = new TreeSet<>();
        for (int factor = 1; factor <= FARTHEST; factor *= 2) {
            addDivisor(lawful, degree / factor, whole, most);
            addDivisor(lawful, (long) degree * factor, whole, most);
        }
        for (int below = degree - 1; below > degree / 2; below--) {
            if (whole % below == 0) {
                addDivisor(lawful, below, whole, most);
                break;
            }
        }
        for (int above = degree + 1; above < 2 * Math.min(degree, most); above++) {
            if (whole % above == 0) {
                addDivisor(lawful, above, whole, most);
                break;
            }
        }
        lawful.remove(degree);
        return List.copyOf(lawful);
    }

    private static void addDivisor(SortedSet<Integer> lawful, long degree, int whole, int most) {
        if (degree >= 1 && degree <= most && whole % degree == 0) {
            lawful.add((int) degree);
        }
    }
}
