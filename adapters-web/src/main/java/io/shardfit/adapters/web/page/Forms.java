package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import java.util.UUID;

/// Fields of forms as what they mean.
final class Forms {
    private Forms() {}

    /// {@return the key that the form came with, so that a second click changes nothing}
    static UUID command(@Nullable String text) {
        try {
            return UUID.fromString(text == null ? "" : text);
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "the form has lost its key: open the page again");
        }
    }

    /// {@return the number; 0 for what is none}
    static int number(@Nullable String text) {
        try {
            return Integer.parseInt(text == null ? "" : text.strip());
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
