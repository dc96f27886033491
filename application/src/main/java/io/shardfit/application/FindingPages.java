package io.shardfit.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pages of `docs/findings`, which ship with the program.
public final class FindingPages {
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]{3}[0-9]{3}\\b");

    private FindingPages() {}

    /// {@return the page of a finding's code, in Markdown}
    public static Optional<String> page(String code) {
        return CODE.matcher(code).matches() ? read(code + ".md") : Optional.empty();
    }

    /// {@return what the finding of a code says, as a sentence; empty for no such code}
    public static String title(String code) {
        return page(code)
                .flatMap(page -> page.lines().findFirst())
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    /// {@return the codes of all findings, as the index of the pages lists them}
    public static List<String> codes() {
        return CODE.matcher(read("README.md").orElse(""))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    private static Optional<String> read(String file) {
        try (@Nullable InputStream page =
                FindingPages.class.getResourceAsStream("findings/" + file)) {
            return page == null
                    ? Optional.empty()
                    : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
