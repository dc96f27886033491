package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines as long as the terminal is wide, which the terminal itself says: shells do not export
/// `$COLUMNS`. `script` of util-linux makes the terminal.
class TerminalWidthIT {
    private static final String PLAN = example("founding/ep16-dp4");

    @TempDir private Path folder;

    /// Every command that prints a table or prose.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "check PLAN",
                "conventions PLAN",
                "explain memory.worst.totalBytes PLAN",
                "explain MEM001",
                "hardware",
                "models",
                "models llama",
                "check examples/uneven-experts.yaml --imbalance",
            })
    void noLineIsLongerThanATerminalOfEightyColumns(String line) {
        Result result = onTerminal("cols 80", line);

        assertThat(result.exitCode()).as(result.out()).isBetween(0, 1);
        assertThat(longest(result)).isBetween(70, 80);
    }

    /// A check says how much room there is: 120 columns at most, 100 where a terminal does not
    /// know.
    @ParameterizedTest
    @CsvSource({"cols 90, 82, 90", "cols 300, 101, 120", "cols 0, 91, 100"})
    void theTerminalSaysHowWideItIs(String stty, int least, int most) {
        assertThat(longest(onTerminal(stty, "check PLAN"))).isBetween(least, most);
    }

    @Test
    void aStatedWidthGoesBeforeTheTerminals() {
        assertThat(longest(onTerminal("cols 80; export COLUMNS=100", "check PLAN")))
                .isBetween(91, 100);
    }

    /// Nobody knows who reads a pipe.
    @Test
    void aPipeHasNoWidth() {
        Result piped = onTerminal("cols 80", "check PLAN | cat");

        assertThat(longest(piped)).isBetween(91, 100);
    }

    @Test
    void aLongNameIsCut() throws IOException {
        String plan = Files.readString(Path.of(PLAN), StandardCharsets.UTF_8);
        Path named =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        plan.replace("moe-30b-ep16-dp4", "n".repeat(5000))
                                .replace("name: moe-30b", "name: " + "m".repeat(5000)));

        for (String command : List.of("check", "conventions")) {
            Result result = shardfit(command, named.toString()).with("COLUMNS", "80").run();

            assertThat(longest(result)).isLessThanOrEqualTo(80);
            assertThat(result.out()).contains("n".repeat(60) + "…").contains("m".repeat(60) + "…");
        }
        assertThat(shardfit("check", "-o", "json", named.toString()).run().json().at("name"))
                .hasSize(5000);
    }

    private static Result onTerminal(String stty, String line) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script"))
                        && Files.isDirectory(Path.of("/proc/self")),
                "needs script of util-linux");
        String program = shardfit().asShellWords() + " " + line.replace("PLAN", "'" + PLAN + "'");
        Map<String, String> environment =
                new TreeMap<>(shardfit().with("SHELL", "/bin/sh").environment());
        environment.remove("COLUMNS");
        return new Program(
                        List.of("script", "-qec", "stty " + stty + "; " + program, "/dev/null"),
                        environment,
                        Program.ROOT,
                        new byte[0])
                .run();
    }

    private static int longest(Result result) {
        return result.out()
                .lines()
                .map(line -> line.replaceAll("[\r\u0004\b]|\\^D", ""))
                .filter(line -> !line.startsWith("  --> "))
                .mapToInt(line -> line.codePointCount(0, line.length()))
                .max()
                .orElse(0);
    }
}
