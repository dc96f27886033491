package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every finding has a page that ships with the program and can be read in a terminal.
class FindingPagesTest {
    private static final Path RULES =
            Path.of("..", "domain", "src", "main", "java", "io", "shardfit", "domain", "verdict");
    private static final Pattern CODE = Pattern.compile("\"([A-Z]{3}[0-9]{3})\"");

    /// The codes as they stand in the sources of the findings.
    static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Finding.java")).toList()) {
                CODE.matcher(Files.readString(file)).results().forEach(m -> codes.add(m.group(1)));
            }
        }
        return codes;
    }

    private static String page(String code) {
        return FindingPages.page(code).orElseThrow(() -> new AssertionError("no page " + code));
    }

    private static Stream<Class<?>> findings(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FindingPagesTest::findings)
                : Stream.of(type);
    }

    @Test
    void thereIsOneCodeForEveryFinding() throws IOException {
        assertThat(codes()).hasSize((int) findings(Finding.class).count()).hasSizeGreaterThan(20);
    }

    @Test
    void everyPageBelongsToAFinding() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "docs", "findings"))) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("README.md"))
                                    .map(name -> name.replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(codes());
        }
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aPageBeginsWithItsCodeAndHasFiveSections(String code) {
        List<String> headings = page(code).lines().filter(line -> line.startsWith("#")).toList();

        assertThat(headings.getFirst()).startsWith("# " + code + ": ").hasSizeGreaterThan(20);
        assertThat(headings.subList(1, headings.size()))
                .containsExactly(
                        "## What it means",
                        "## Why it happens",
                        "## What to do",
                        "## Example",
                        "## Source");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aPageFitsATerminal(String code) {
        assertThat(page(code).lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length()))
                                .as(line)
                                .isLessThanOrEqualTo(78));
        assertThat(page(code)).endsWith("\n").doesNotContain("\t", "\r", "TODO");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aPageNamesTheRuleThatFindsIt(String code) {
        Set<String> rules = new TreeSet<>();
        CompatibilityCheck.SHAPE_RULES.forEach(rule -> rules.add(rule.getClass().getSimpleName()));
        CompatibilityCheck.FIT_RULES.forEach(rule -> rules.add(rule.getClass().getSimpleName()));
        Matcher named = Pattern.compile("Rules?: `([A-Za-z]+)`").matcher(page(code));

        assertThat(named.find()).isTrue();
        assertThat(rules).contains(named.group(1));
        Matcher file = Pattern.compile("`(io/shardfit/[A-Za-z/]+\\.java)`").matcher(page(code));
        assertThat(file.find()).isTrue();
        assertThat(Path.of("..", "domain", "src", "main", "java").resolve(file.group(1))).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MEM999",
                "mem001",
                "README",
                "../README",
                "MEM001.md",
                "MEM0011",
                "MEM001\n"
            })
    void whatIsNoCodeHasNoPage(String code) {
        assertThat(FindingPages.page(code)).isEmpty();
    }
}
