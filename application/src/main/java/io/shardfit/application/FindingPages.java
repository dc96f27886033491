package io.shardfit.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pages of `docs/findings`, which ship with the program.
public final class FindingPages {
    private FindingPages() {}

    /// {@return the page of a finding's code, in Markdown}
    public static Optional<String> page(String code) {
        if (!code.matches("[A-Z]{3}[0-9]{3}")) {
            return Optional.empty();
        }
        try (@Nullable InputStream page =
                FindingPages.class.getResourceAsStream("findings/" + code + ".md")) {
            return page == null
                    ? Optional.empty()
                    : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
