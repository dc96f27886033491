package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.shardfit;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example says in a comment what its verdict is, and is right.
class ExamplesIT {
    private static final Path EXAMPLES = Program.ROOT.resolve("examples");
    private static final String COMMENT = "# verdict: ";
    private static final Map<String, Integer> EXIT_CODES =
            Map.of("READY", 0, "TIGHT", 0, "NOT_READY", 1, "UNKNOWN", 3);
    private static final Map<String, String> WITHOUT_COMMENT =
            Map.of(
                    "founding/ep16-dp1.yaml", "NOT_READY",
                    "founding/ep16-dp1-computed.yaml", "READY",
                    "founding/ep16-dp4.yaml", "NOT_READY",
                    "founding/ep16-dp4-megatron.yaml", "NOT_READY");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(EXAMPLES)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(EXAMPLES.resolve("kubernetes")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasTheVerdictItSays(Path file) throws IOException {
        String verdict = announced(file);

        Result result = shardfit("check", "-o", "json", file.toString()).run();

        assertThat(result.json().at("verdict")).isEqualTo(verdict);
        assertThat(result.exitCode()).isEqualTo(EXIT_CODES.get(verdict));
    }

    @ParameterizedTest
    @MethodSource("files")
    void opensWithASentenceAndIsNamedLikeItsFile(Path file) throws IOException {
        String text = Files.readString(file);
        String name = file.getFileName().toString().replace(".yaml", "");

        assertThat(text).startsWith("# ");
        assertThat(text).contains("metadata: {name: ").contains(name + "}\n");
    }

    @Test
    void everyVerdictHasAnExample() throws IOException {
        Set<String> verdicts = files().stream().map(ExamplesIT::announced).collect(toSet());

        assertThat(verdicts).isEqualTo(EXIT_CODES.keySet());
    }

    @Test
    void oneReportHoldsThemAll() throws IOException {
        List<String> line = new ArrayList<>(List.of("report"));
        files().forEach(file -> line.add(file.toString()));

        Result result = shardfit(line.toArray(String[]::new)).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("llama3-70b-tight", "uneven-experts");
    }

    private static String announced(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(COMMENT))
                    .map(line -> line.substring(COMMENT.length()))
                    .findFirst()
                    .orElseGet(() -> WITHOUT_COMMENT.get(EXAMPLES.relativize(file).toString()));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
