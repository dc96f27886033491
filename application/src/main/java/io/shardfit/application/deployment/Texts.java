package io.shardfit.application.deployment;

import java.util.Optional;

/// What people write.
final class Texts {
    private Texts() {}

    static boolean isMissing(Optional<String> text) {
        return text.filter(words -> !words.isBlank()).isEmpty();
    }

    /// {@return that the text is compulsory and blank}
    static Optional<Refusal> missing(String text, String what) {
        return text.isBlank() ? Optional.of(new Refusal.NeedsText(what)) : Optional.empty();
    }
}
