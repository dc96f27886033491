package io.shardfit.application.deployment;

import java.util.Optional;

/// What people write.
final class Texts {
    /// Texts lie in entries, which are read whole for every decision and cannot be erased.
    static final int MOST_CHARACTERS = 4_000;

    private Texts() {}

    static boolean isMissing(Optional<String> text) {
        return text.filter(words -> !words.isBlank()).isEmpty();
    }

    /// {@return that the text is compulsory and blank, or too long}
    static Optional<Refusal> missing(String text, String what) {
        return text.isBlank()
                ? Optional.of(new Refusal.NeedsText(what))
                : tooLong(Optional.of(text), what);
    }

    /// {@return that the text is longer than the log keeps of what people write}
    static Optional<Refusal> tooLong(Optional<String> text, String what) {
        return text.map(words -> words.codePointCount(0, words.length()))
                .filter(length -> length > MOST_CHARACTERS)
                .map(length -> new Refusal.TooLong(what, length, MOST_CHARACTERS));
    }
}
