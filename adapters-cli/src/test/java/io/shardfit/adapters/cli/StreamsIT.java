package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.javaWith;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsIT {
    private static final List<String> ASCII = List.of("-Dstdout.encoding=US-ASCII");

    @TempDir private Path folder;

    @Test
    void jsonIsOneDocumentAndNothingElse() {
        Result result = shardfit("check", "-o", "json", example("deepseek-v3-h100-training")).run();

        assertThat(result.json().at("verdict")).isEqualTo("NOT_READY");
        assertThat(result.json().codes()).containsExactly("PAR001");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.yaml", "/dev/null", "."})
    void jsonIsOneDocumentForAnUnreadableFileToo(String file) {
        Result result = shardfit("check", "-o", "json", file).in(folder).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json().at("errors[0].code")).isEqualTo("INPUT");
        assertThat(result.json().at("errors[0].transient")).isEqualTo("false");
        assertThat(result.json().at("errors[0].source.file")).isEqualTo(file);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void jsonNamesThePlaceOfEveryMistake() throws IOException {
        Files.writeString(folder.resolve("plan.json"), "{\"apiVersion\": \"v0\", \"knd\": 1}");

        Result result = shardfit("check", "-o", "json", "plan.json").in(folder).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json().at("errors[0].source.line")).isEqualTo("1");
        assertThat(result.json().leaves().values()).contains("knd", "apiVersion", "hardware");
    }

    @Test
    void jsonIsUtf8WhateverTheLocale() throws IOException {
        Path plan = namedPlan("Zürich 模型 🙂");

        Result inC =
                shardfit("check", "-o", "json", plan.toString())
                        .with("LC_ALL", "C")
                        .with("LANG", "C")
                        .run();
        Result inAscii = javaWith(ASCII, "check", "-o", "json", plan.toString()).run();

        assertThat(inC.json().leaves().values()).contains("Zürich 模型 🙂");
        assertThat(inAscii.stdout()).isEqualTo(inC.stdout());
    }

    @Test
    void textIsUtf8WhereTheLocaleIs() throws IOException {
        Result result = shardfit("check", namedPlan("Zürich 模型 🙂").toString()).run();

        assertThat(result.out()).startsWith("READY  Zürich 模型 🙂\n").contains("16 × A100");
    }

    @Test
    void reportsAreUtf8WhateverTheLocale() throws IOException {
        Path plan = namedPlan("Zürich");

        Result result = javaWith(ASCII, "report", plan.toString()).with("LC_ALL", "C").run();

        assertThat(result.out()).contains("Zürich");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "founding/ep16-dp1",
                "founding/ep16-dp4-megatron",
                "llama3-70b-tight",
                "llama3-70b-h100-inference",
                "uneven-experts",
                "unknown"
            })
    void everySignOfAVerdictHasAPlainSpelling(String plan) {
        Result plain = javaWith(ASCII, "check", example(plan)).with("LC_ALL", "C").run();
        Result full = shardfit("check", example(plan)).run();

        assertThat(plain.err()).isEmpty();
        assertThat(plain.exitCode()).isEqualTo(full.exitCode());
        assertThat(onlyAscii(plain)).doesNotContain("?");
        assertThat(full.out()).doesNotContain("?");
    }

    @Test
    void everySignOfACataloguePageHasAPlainSpelling() {
        Result plain = javaWith(ASCII, "hardware").run();

        assertThat(onlyAscii(plain)).doesNotContain("?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory.worst.totalBytes", "memory.stages[0].parts[weights].bytes"})
    void everySignOfAnExplanationHasAPlainSpelling(String path) {
        String plan = example("founding/ep16-dp1");

        Result plain = javaWith(ASCII, "explain", path, plan).run();

        assertThat(onlyAscii(plain)).doesNotContain("?");
    }

    @Test
    void aPlanCannotSendControlCharactersToTheTerminal() throws IOException {
        Path plan = namedPlan("\\e[31mred\\a\\u009b\\r\\n");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "\"a\\e[31mb\": \"\\e[2J\"");

        Result judged = shardfit("check", plan.toString()).run();
        Result refused = shardfit("check", wrong.toString()).run();

        assertThat(judged.out()).doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
        assertThat(refused.err()).doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
    }

    @Test
    void anAnswerThatCouldNotBeWrittenIsNoSuccess() {
        String line = shardfit("check", example("llama3-70b-tight")).asShellWords();

        Result result = Program.command(List.of("sh", "-c", line + " >/dev/full")).run();

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).isNotBlank();
    }

    @Test
    void aFailureLeavesStandardOutputEmpty() {
        for (String[] line :
                List.of(
                        new String[] {"check", "missing.yaml"},
                        new String[] {"report", "missing.yaml"},
                        new String[] {"explain", "NOPE001"},
                        new String[] {"explain", "memory.nope", example("unknown")})) {
            Result result = shardfit(line).run();

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.err()).startsWith("error: ").endsWith("\n");
        }
    }

    @Test
    void oneUnreadableFileSpoilsAReport() {
        Result result = shardfit("report", example("unknown"), "missing.yaml").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err()).contains("missing.yaml");
    }

    private Path namedPlan(String name) throws IOException {
        String plan = Files.readString(Program.FOUNDING.resolve("ep16-dp1-computed.yaml"));
        return Files.writeString(
                folder.resolve("plan.yaml"),
                plan.replace("moe-30b-ep16-dp1-computed", "\"" + name + "\""));
    }

    private static String onlyAscii(Result result) {
        for (byte sign : result.stdout()) {
            assertThat(sign).isBetween((byte) '\n', (byte) '~');
        }
        return new String(result.stdout(), StandardCharsets.US_ASCII);
    }

    /// `check | head -1` must give the verdict's code under `pipefail`, and no word about bugs.
    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        String line = shardfit("check", example("founding/ep16-dp1")).asShellWords();

        Result result =
                Program.command(List.of("bash", "-c", "set -o pipefail; " + line + " | true"))
                        .run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aWrongCommandLineIsAnsweredAsJsonToo() {
        Result result = shardfit("check", "-o", "json", "--rule-set", "9", "x.yaml").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).contains("\"errors\"").contains("not a rule-set");
        assertThat(result.err()).isEmpty();
    }
}
