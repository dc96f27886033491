package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.javaWith;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareIT {
    private static final String TRAINING = example("llama3-70b-12-layers-megatron");
    private static final String TRAINED = measured("llama3-70b-12-layers-megatron");
    private static final String SERVING = example("llama3-8b-h100-inference");
    private static final String SERVED = measured("llama3-8b-vllm-0.6");

    @TempDir private Path folder;

    private static String measured(String name) {
        return Program.ROOT.resolve("examples/measured").resolve(name + ".log").toString();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("run.log"), text).toString();
    }

    @Test
    void zeroWhereEverythingLiesWithin() {
        Result result = shardfit("compare", TRAINING, "--measured", TRAINED).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.firstWord()).isEqualTo("AGREES");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void oneWhereSomethingLiesOutside() throws IOException {
        String log = file("[Rank 0] (after 2 iterations) memory (MB) | max allocated: 99999.00\n");

        Result result = shardfit("compare", TRAINING, "--measured", log).run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.firstWord()).isEqualTo("DIFFERS");
        assertThat(result.out()).contains("ABOVE").contains("what could explain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello\n", "\u0000\u0001", "{\"allocated_bytes\": "})
    void twoForAFileThatHoldsNothing(String content) throws IOException {
        Result result = shardfit("compare", TRAINING, "--measured", file(content)).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err())
                .startsWith("error: " + folder.resolve("run.log") + ":1:")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void twoForAFileThatIsNotThere() {
        Result result = shardfit("compare", TRAINING, "--measured", "missing.log").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("error: missing.log:1:1: the file does not exist; check the path\n");
    }

    @Test
    void threeWhereNothingCanBeCompared() throws IOException {
        String moment = file("{\"allocated_bytes.all.current\": 5000000000}");

        Result nothing = shardfit("compare", TRAINING, "--measured", moment).run();
        Result refused =
                shardfit(
                                "compare",
                                Program.FOUNDING.resolve("ep16-dp4-megatron.yaml").toString(),
                                "--measured",
                                TRAINED)
                        .run();

        assertThat(nothing.exitCode()).isEqualTo(3);
        assertThat(nothing.out()).startsWith("NOTHING TO COMPARE").contains("a plan knows peaks");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out()).contains("PAR004");
    }

    @Test
    void tokensStandBesideWhatThePlanExpects() throws IOException {
        String log =
                file(
                        "INFO 11-20 10:01:30 [gpu_worker.py:298] Available KV cache memory: 53.29"
                                + " GiB\n"
                                + "INFO 11-20 10:01:31 [kv_cache_utils.py:1087] GPU KV cache size:"
                                + " 436,544 tokens\n");

        Result text = shardfit("compare", SERVING, "--measured", log).run();
        JsonDocument json = shardfit("compare", SERVING, "--measured", log, "-ojson").run().json();

        assertThat(text.out())
                .containsPattern("(?m)^  room for the cache( +[0-9.]+){3} +53.29 +\\S+ +within$")
                .containsPattern("(?m)^  cache, tokens( +[0-9]+){3} +436544 +[-+][0-9]+ +within$");
        assertThat(json.at("capacity[0].standing")).isEqualTo("within");
        assertThat(text.out()).contains(json.at("capacity[0].expectedTokens"));
    }

    @Test
    void theLogOfAnotherEngineIsNoComparison() throws IOException {
        String log = file("Load weight end. type=Llama, avail mem=64.0 GB, mem usage=14.96 GB.\n");

        Result result = shardfit("compare", SERVING, "--measured", log).run();

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out().replaceAll("\\s+", " "))
                .startsWith("NOTHING TO COMPARE")
                .contains("of another run: SGLang printed it, and the plan serves with vllm");
    }

    @Test
    void theToleranceDecides() throws IOException {
        // 14.96 GiB are predicted exactly; 15.50 GiB are 3.5 % more.
        String log = file("Model loading took 15.50 GiB and 3 seconds\n");

        assertThat(shardfit("compare", SERVING, "--measured", log).run().exitCode()).isEqualTo(1);
        assertThat(
                        shardfit("compare", SERVING, "--measured", log, "--tolerance", "4 %")
                                .run()
                                .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=json", "-ojson", "--output=json"})
    void jsonIsOneDocument(String format) {
        Result result = shardfit("compare", SERVING, "--measured", SERVED, format).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.json().at("kind")).isEqualTo("Comparison");
        assertThat(result.json().at("rows[0].measurement.source.line")).isEqualTo("6");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void jsonIsOneDocumentForABadFileAndABadLineToo() throws IOException {
        Result bad =
                shardfit("compare", SERVING, "--measured", file("x"), "--format", "json").run();
        Result line = shardfit("compare", SERVING, "--format", "json").run();

        assertThat(bad.json().at("errors[0].code")).isEqualTo("INPUT");
        assertThat(line.exitCode()).isEqualTo(2);
        assertThat(line.json().at("errors[0].source.file")).isEqualTo("command line");
    }

    @Test
    void severalFilesAndStandardInputAreOneRun() {
        Result result =
                shardfit("compare", SERVING, "--measured", SERVED, "--measured", "-")
                        .reading(
                                "memory.used [MiB]\r\n73000 MiB\r\n"
                                        .getBytes(StandardCharsets.UTF_8))
                        .run();

        assertThat(result.out()).contains("device, used").contains("nvidia-smi <stdin>:2");
    }

    @Test
    void fitsTheTerminal() {
        for (int columns : List.of(80, 120)) {
            for (List<String> run : List.of(List.of(TRAINING, TRAINED), List.of(SERVING, SERVED))) {
                Result result =
                        shardfit("compare", run.get(0), "--measured", run.get(1))
                                .with("COLUMNS", "" + columns)
                                .run();

                assertThat(
                                LayoutIT.tooLong(result, columns).stream()
                                        .filter(line -> !line.contains("/examples/measured/")))
                        .isEmpty();
                assertThat(result.out()).doesNotContainPattern("[ \\t]\\n|\\t|\\r");
            }
        }
    }

    /// A log cannot steer the terminal by what it is called.
    @Test
    void namesOfFilesAreHarmless() throws IOException {
        Path steering = folder.resolve("a\u001B[31mb.log");
        Files.writeString(steering, "Model loading took 14.96 GiB and 3 seconds\n");

        assertThat(shardfit("compare", SERVING, "--measured", steering.toString()).run().out())
                .doesNotContain("\u001B")
                .contains("\\u001b");
    }

    /// 300 MB in a heap of 48 MB.
    @Test
    void filesLongerThanTheMemoryAreRead() throws IOException {
        Path log = folder.resolve("long.log");
        byte[] line = new byte[1 << 20];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        try (OutputStream stream = Files.newOutputStream(log)) {
            for (int i = 0; i < 300; i++) {
                stream.write(line);
            }
            stream.write(
                    "Model loading took 14.96 GiB and 3 seconds\n"
                            .getBytes(StandardCharsets.UTF_8));
        }

        Result result =
                javaWith(List.of("-Xmx48m"), "compare", SERVING, "--measured", log.toString())
                        .run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("long.log:301");
    }
}
