package io.shardfit.application.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds what a misspelt word was meant to be.
public final class Spelling {
    private static final int LONGEST = 80;

    private Spelling() {}

    /// {@return the closest word, when it is close enough to be meant}
    public static Optional<String> closest(String word, Collection<String> words) {
        return closest(word, words, 1).stream().findFirst();
    }

    /// {@return the closest words that are close enough to be meant, at most `most`}
    public static List<String> closest(String word, Collection<String> words, int most) {
        if (word.length() > LONGEST) {
            return List.of();
        }
        int allowed = Math.max(2, word.length() / 3);
        return words.stream()
                .filter(candidate -> distance(word, candidate) <= allowed)
                .sorted(
                        Comparator.comparingInt((String candidate) -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /// Levenshtein distance, letter case ignored.
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
