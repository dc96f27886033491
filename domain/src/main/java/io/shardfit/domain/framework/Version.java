package io.shardfit.domain.framework;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A release of a framework: the numbers of `v0.19.0`, `core_v0.16.0`, `2.11` or `0.1.x`. What
/// follows the last number (`.post1`, `rc7`) is not compared.
///
/// @param numbers from the most significant; a missing one counts as 0
public record Version(String text, List<Integer> numbers) implements Comparable<Version> {
    private static final int MOST_DIGITS = 9;

    public Version {
        numbers = List.copyOf(numbers);
    }

    /// {@return the version, or nothing when the text is none, such as a commit}
    public static Optional<Version> of(String text) {
        String word = text.strip().substring(text.strip().lastIndexOf('_') + 1);
        String release = word.startsWith("v") ? word.substring(1) : word;
        List<Integer> numbers = new ArrayList<>();
        for (String part : release.split("\\.", -1)) {
            String digits = digits(part);
            if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
                break;
            }
            numbers.add(Integer.valueOf(digits));
            if (digits.length() < part.length()) {
                break;
            }
        }
        boolean isCommit = !release.contains(".") && !digits(release).equals(release);
        return numbers.isEmpty() || isCommit
                ? Optional.empty()
                : Optional.of(new Version(text.strip(), numbers));
    }

    /// {@return the digits with which a part begins}
    private static String digits(String part) {
        int end = 0;
        while (end < part.length() && part.charAt(end) >= '0' && part.charAt(end) <= '9') {
            end++;
        }
        return part.substring(0, end);
    }

    /// {@return a version that is known to be one}
    static Version known(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException("no version: " + text));
    }

    private int number(int place) {
        return place < numbers.size() ? numbers.get(place) : 0;
    }

    /// {@return this name, compared as if it were the other release}
    public Version judgedAs(Version other) {
        return new Version(text, other.numbers);
    }

    /// {@return the release with its first numbers alone}
    Version first(int places) {
        return new Version(text, numbers.subList(0, Math.min(places, numbers.size())));
    }

    public boolean isBefore(Version other) {
        return compareTo(other) < 0;
    }

    /// Compares the numbers only; the text may differ between equal versions.
    @Override
    public int compareTo(Version other) {
        int places = Math.max(numbers.size(), other.numbers.size());
        for (int place = 0; place < places; place++) {
            int difference = Integer.compare(number(place), other.number(place));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
