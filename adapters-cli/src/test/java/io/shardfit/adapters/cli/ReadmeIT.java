package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The README shows what the program really prints, on 100 columns; `…` alone on a line leaves out
/// the rest.
class ReadmeIT {
    private static final Path ROOT = Path.of(System.getProperty("shardfit.root"));
    private static final String PROMPT = "$ ./shardfit ";

    record Shown(String arguments, String output) {
        @Override
        public String toString() {
            return arguments;
        }
    }

    static List<Shown> commands() throws IOException {
        List<Shown> commands = new ArrayList<>();
        String readme = Files.readString(ROOT.resolve("README.md"), StandardCharsets.UTF_8);
        for (String block : readme.split("```")) {
            String text = block.strip();
            if (text.startsWith(PROMPT)) {
                int end = text.indexOf('\n');
                commands.add(
                        new Shown(text.substring(PROMPT.length(), end), text.substring(end + 1)));
            }
        }
        return commands;
    }

    @Test
    void theReadmeShowsOutput() throws IOException {
        assertThat(commands()).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theOutputIsReal(Shown shown) throws IOException, InterruptedException {
        String printed = run(shown.arguments());

        if (shown.output().endsWith("\n…")) {
            String start = shown.output().substring(0, shown.output().length() - 2);
            assertThat(printed).startsWith(start);
        } else {
            assertThat(printed.strip()).isEqualTo(shown.output());
        }
    }

    @Test
    void theReportOfTheFoundingCaseIsReal() throws IOException, InterruptedException {
        String kept =
                Files.readString(
                        ROOT.resolve("examples/founding/report.md"), StandardCharsets.UTF_8);

        String printed =
                run("report examples/founding/ep16-dp4.yaml examples/founding/ep16-dp1.yaml");

        assertThat(printed).isEqualTo(kept);
    }

    /// docs/accuracy.md is made by a test; who repeats its figures repeats them as they are there.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CHANGELOG.md",
                "docs/memory-model.md",
            })
    void theAccuracyOfTheFixturesIsThatOfItsPage(String file) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/accuracy.md"), StandardCharsets.UTF_8);
        String mean = reached(page, "8-GPU fixtures, mean error of the allocated peak");
        String largest = reached(page, "8-GPU fixtures, largest error");

        assertThat(Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8))
                .contains("mean error %s, largest %s".formatted(mean, largest));
    }

    private static String reached(String page, String goal) {
        return page.lines()
                .filter(line -> line.startsWith("| " + goal + " |"))
                .map(line -> line.split("\\|")[3].strip())
                .findFirst()
                .orElseThrow();
    }

    private static String run(String arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dstdout.encoding=UTF-8",
                                "-jar",
                                System.getProperty("shardfit.jar")));
        command.addAll(List.of(arguments.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
        builder.environment().put("COLUMNS", "100");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
