package io.shardfit.application.format;

import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.document.VerdictDocument;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bytes come, the answer is a plan or a short list of errors, soon, and never an
/// exception.
@Timeout(30)
class BadInputTest {
    private static final String PLAN = founding("ep16-dp1");
    private static final String JSON = Trees.json(Trees.ofYaml(PLAN));

    private static List<InputError> errors(byte[] bytes) {
        return switch (PlanFiles.check(bytes)) {
            case Outcome.Checked checked -> throw new AssertionError("accepted: " + checked);
            case Outcome.Rejected(List<InputError> errors) -> {
                assertThat(errors).isNotEmpty().allSatisfy(BadInputTest::isShort);
                yield errors;
            }
        };
    }

    private static void isShort(InputError error) {
        assertThat(error.toString()).hasSizeLessThan(900).doesNotContainPattern("\\p{Cntrl}");
        assertThat(error.problem()).isNotBlank();
        assertThat(error.remedy()).isNotBlank();
    }

    private static InputError first(String text) {
        return errors(text.getBytes(UTF_8)).getFirst();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                bad("nothing", "", "1:1", "the file is empty"),
                bad("blank", " \n\t\r\n", "1:1", "the file is empty"),
                bad("a byte order mark", "\uFEFF", "1:1", "the file is empty"),
                bad("only comments", "# a\n# b\n", "1:1", "the document is nothing"),
                bad("a list", "- a\n- b\n", "1:1", "the document is a list"),
                bad("text", "hello world\n", "1:1", "the document is \"hello world\""),
                bad("a number", "42\n", "1:1", "the document is \"42\""),
                bad("YAML flow without end", "[".repeat(100_000), "1:33", "nested deeper"),
                bad("YAML block without end", "- ".repeat(100_000), "1:65", "nested deeper"),
                bad("deep YAML mappings", deepMappings(), "33:33", "nested deeper"),
                bad("JSON without end", "{\"a\":".repeat(100_000), "1:161", "nested deeper"),
                bad("JSON lists", "{\"a\":" + "[".repeat(100_000), "1:37", "nested deeper"),
                bad("a bomb of aliases", laughs(), "1:4", "anchors and aliases"),
                bad("an anchor", with(PLAN, "layers: 16", "layers: &l 16"), "7:11", "anchors"),
                bad("an alias of nothing", "a: *b\n", "1:4", "anchors and aliases"),
                bad("a tag on a mapping", "!!python/object:os.system\na: 1\n", "1:1", "tags (!)"),
                bad("a tag on a value", "kind: !!binary aGVsbG8=\n", "1:7", "tags (!)"),
                bad("a tag of our own", "kind: !plan x\n", "1:7", "tags (!)"),
                bad("two documents", PLAN + "---\n" + PLAN, "23:1", "several documents"),
                bad("an empty second one", PLAN + "---\n", "23:1", "several documents"),
                bad("a tab as indentation", "kind: x\n\tname: y\n", "2:1", "TAB"),
                bad("a NUL", PLAN + "\0", "1:1", "special characters are not allowed"),
                bad("a bell", PLAN + "# \u0007\n", "1:1", "special characters are not allowed"),
                bad("an escape byte", "a: \u001b[31m\n", "1:1", "special characters"),
                bad("a list as a key", "? [a]\n: b\n", "1:3", "cannot be a key"),
                bad("an open quote", "a: \"b\n", "2:1", "not valid YAML"),
                bad("bad indentation", "a:\n  b: 1\n c: 2\n", "3:2", "not valid YAML"),
                bad("a flow mapping that is no JSON", "{a: 1}", "1:2", "not valid JSON"),
                bad("a trailing comma", "{\"a\": 1,}", "1:9", "not valid JSON"),
                bad("text after JSON", JSON + " x", null, "not valid JSON"),
                bad("JSON after JSON", JSON + JSON, null, "text follows the end"),
                bad("a list after JSON", JSON + " []", null, "text follows the end"),
                bad("a comment in JSON", "{\"a\": 1 /* b */}", "1:9", "not valid JSON"),
                bad("NaN in JSON", "{\"a\": NaN}", "1:10", "not valid JSON"),
                bad("a leading zero in JSON", "{\"a\": 016}", "1:8", "not valid JSON"),
                bad("hexadecimal JSON", "{\"a\": 0x10}", "1:8", "not valid JSON"),
                bad("a raw control character", "{\"a\": \"\u0001\"}", "1:8", "not valid JSON"),
                bad("a raw NUL", "{\"a\": \0}", "1:8", "not valid JSON"),
                bad("a false escape", "{\"a\": \"\\q\"}", "1:9", "not valid JSON"),
                bad("open JSON", "{\"a\":", "1:6", "not valid JSON"),
                bad("half a character", "{\"a\": \"\\ud800\"}", "1:7", "unpaired surrogate"),
                bad("half a character as key", "{\"\\udc00\": 1}", "1:2", "unpaired surrogate"),
                bad("half a character in YAML", "a: \"\\ud800\"\n", null, "surrogate"),
                bad("a number of 100 digits", "{\"a\": " + "1".repeat(100) + "}", "1:1", "(100)"),
                bad("a key of 60 000", "{\"" + "k".repeat(60_000) + "\": 1}", "1:1", "(60000)"));
    }

    private static Arguments bad(String what, String text, String place, String problem) {
        return Arguments.of(what, text, place, problem);
    }

    private static String deepMappings() {
        StringBuilder text = new StringBuilder();
        for (int level = 0; level < 1_300; level++) {
            text.repeat(" ", level).append("a:\n");
        }
        return text.toString();
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (char name = 'b'; name < 'z'; name++) {
            char before = (char) (name - 1);
            text.append(
                    "%c: &%c [%s*%c]\n"
                            .formatted(name, name, ("*" + before + ", ").repeat(7), before));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatIsNoDocumentIsOneErrorWithItsPlace(
            String what, String text, String place, String problem) {
        List<InputError> errors = errors(text.getBytes(UTF_8));

        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().problem()).contains(problem);
        if (place != null) {
            Position at = errors.getFirst().at();
            assertThat(at.line() + ":" + at.column()).isEqualTo(place);
        }
    }

    static Stream<Arguments> otherBytes() {
        return Stream.of(
                Arguments.of("a PNG", bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10), "not UTF-8"),
                Arguments.of("broken UTF-8", bytes('a', ':', ' ', 0xC3, 0x28), "not UTF-8"),
                Arguments.of("overlong UTF-8", bytes('a', ':', ' ', 0xC0, 0x80), "not UTF-8"),
                Arguments.of("a surrogate in UTF-8", bytes(0xED, 0xA0, 0x80), "not UTF-8"),
                Arguments.of("Latin-1", "name: é".getBytes(ISO_8859_1), "not UTF-8"),
                Arguments.of("UTF-16", PLAN.getBytes(UTF_16), "not UTF-8"),
                Arguments.of("UTF-16 without mark", PLAN.getBytes(UTF_16LE), "special characters"),
                Arguments.of("2 MiB of zeros", new byte[2 << 20], "more than 1048576 bytes"),
                Arguments.of("100 MB", new byte[100_000_000], "more than 1048576 bytes"));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherBytes")
    void whatIsNoTextIsOneError(String what, byte[] bytes, String problem) {
        assertThat(errors(bytes)).hasSize(1);
        assertThat(errors(bytes).getFirst().problem()).contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b ",
                "# a\n",
                "a: [1,",
                ":",
                "- ",
                "? ",
                " ",
                "&",
                "!",
                "{",
                "\"",
                "a\n",
                "'",
                "{\"a\":["
            })
    void aMebibyteOfAnythingIsRejectedSoon(String unit) {
        errors(unit.repeat((1 << 20) / unit.getBytes(UTF_8).length).getBytes(UTF_8));
    }

    @Test
    void manyUnknownKeysAreRejectedSoon() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 1_000_000; i++) {
            text.append("workloadd").append(i).append(":\n");
        }

        assertThat(errors(text.toString().getBytes(UTF_8))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                ".nan",
                ".inf",
                "-.inf",
                "-1",
                "0",
                "-0",
                "1.5",
                "1e400",
                "1e-400",
                "1e10",
                "1e-1",
                "99999999999999999999",
                "9223372036854775808",
                "1000000001",
                "0x10",
                "0o17",
                "1_000",
                "1,000",
                "true",
                "yes",
                "sixteen",
                "+16",
                "16 layers",
                "\u0661\u0666",
                "[]",
                "[16]",
                "{}",
                "{a: 1}",
                "null",
                "~",
                "",
                "\"\"",
                "' 16'",
                "|\n    16",
                "2026-11-23"
            })
    void whatIsNoCountIsRefusedAtItsPlace(String value) {
        InputError layers = first(with(PLAN, "layers: 16", "layers: " + value));
        InputError width = first(with(PLAN, "hiddenSize: 4096", "hiddenSize: " + value));

        assertThat(layers.key()).isEqualTo("model.layers");
        assertThat(layers.at().line()).isEqualTo(7);
        assertThat(layers.remedy()).isEqualTo("expected a whole number from 1 to 65536");
        assertThat(width.key()).isEqualTo("model.hiddenSize");
        assertThat(width.at().line()).isEqualTo(8);
        assertThat(width.remedy()).isEqualTo("expected a whole number from 1 to 1000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"16\"", "'16'", "16.0", "1.6e1", "16 # sixteen"})
    void whatIsSixteenIsSixteen(String value) {
        assertThat(PlanFiles.checked(with(PLAN, "layers: 16", "layers: " + value)).digest())
                .isEqualTo(PlanFiles.checked(PLAN).digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "\"80\"",
                "80 gb",
                "80 Gib",
                "80 GB/s",
                "80 G",
                "GB",
                "80  GB",
                "-80 GB",
                "0 GB",
                "1e400 GB",
                "99999999999999 TB",
                "9223372036854775808 B",
                "NaN GB",
                "80 GiB GiB",
                "80,5 GB",
                "[80 GB]",
                "{GB: 80}",
                "true",
                "null"
            })
    void whatIsNoAmountOfBytesIsRefused(String value) {
        String described = "gpu: {name: ours, memory: " + value + "}";
        String declared = "memoryPerGpu: " + value;

        assertThat(first(with(PLAN, "gpu: A100-SXM-80GB", described)).key())
                .isEqualTo("hardware.gpu.memory");
        if (!value.equals("null")) {
            assertThat(first(with(PLAN, "memoryPerGpu: 114.53 GB", declared)).key())
                    .isEqualTo("declared.memoryPerGpu");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "metadata: {name: moe-30b-ep16-dp1}, metadata: [], metadata",
        "metadata: {name: moe-30b-ep16-dp1}, metadata: x, metadata",
        "metadata: {name: moe-30b-ep16-dp1}, metadata:, metadata",
        "metadata: {name: moe-30b-ep16-dp1}, metadata: {name: ''}, metadata.name",
        "metadata: {name: moe-30b-ep16-dp1}, metadata: {name: ' '}, metadata.name",
        "metadata: {name: moe-30b-ep16-dp1}, 'metadata: {name: \"a\\nb\"}', metadata.name",
        "metadata: {name: moe-30b-ep16-dp1}, 'metadata: {name: \"\\e[31m\"}', metadata.name",
        "framework: {name: multiplicative}, framework: multiplicative, framework",
        "gpu: A100-SXM-80GB, gpu: [A100-SXM-80GB], hardware.gpu",
        "apiVersion: shardfit.io/v1, apiVersion: shardfit.io/v2, apiVersion",
        "apiVersion: shardfit.io/v1, apiVersion: 1, apiVersion",
        "kind: DeploymentPlan, kind: Deployment, kind",
        "tiedEmbeddings: false, tiedEmbeddings: no, model.tiedEmbeddings",
        "tiedEmbeddings: false, tiedEmbeddings: 0, model.tiedEmbeddings",
        "tiedEmbeddings: false, tiedEmbeddings: False, model.tiedEmbeddings",
        "declaredParameters: 30e9, declaredParameters: 30B, model.declaredParameters",
        "declaredParameters: 30e9, declaredParameters: 0, model.declaredParameters",
        "declaredParameters: 30e9, declaredParameters: 1e19, model.declaredParameters",
        "declaredParameters: 30e9, declaredParameters: 0.5, model.declaredParameters",
    })
    void whatIsOfAnotherKindIsRefusedByItsKey(String right, String wrong, String key) {
        assertThat(first(with(PLAN, right, wrong)).key()).isEqualTo(key);
    }

    @Test
    void aNullCountsAsLeftOut() {
        assertThat(
                        PlanFiles.checked(with(PLAN, "memoryPerGpu: 114.53 GB", "memoryPerGpu: ~"))
                                .digest())
                .isEqualTo(PlanFiles.checked(PLAN.replaceAll("declared: .*\n", "")).digest());
    }

    static Stream<Arguments> repetitions() {
        return Stream.of(
                Arguments.of(
                        "layers: 16\n  layers: 17",
                        "the key `layers` is repeated, first on line 7"),
                Arguments.of(
                        "layers: 16\n  'layers': 16",
                        "the key `layers` is repeated, first on line 7"),
                Arguments.of(
                        "layers: 16\n  name: x", "the key `name` is repeated, first on line 6"));
    }

    @ParameterizedTest
    @MethodSource("repetitions")
    void aRepeatedKeyNamesBothLines(String lines, String problem) {
        InputError error = first(with(PLAN, "layers: 16", lines));

        assertThat(error.at()).isEqualTo(new Position(8, 3));
        assertThat(error.problem()).isEqualTo(problem);
    }

    @Test
    void aKeyRepeatedInJsonNamesBothLines() {
        InputError outer = first("{\"kind\": 1,\n\"a\": 2,\n\"kind\": 3}");
        InputError nested = first("{\"a\": {\n\"b\": 2,\n\n\"b\": 3}}");

        assertThat(outer.at()).isEqualTo(new Position(3, 1));
        assertThat(outer.problem()).isEqualTo("the key `kind` is repeated, first on line 1");
        assertThat(nested.at()).isEqualTo(new Position(4, 1));
        assertThat(nested.problem()).isEqualTo("the key `b` is repeated, first on line 2");
    }

    @Test
    void aMergeKeyIsAKeyLikeAnyOther() {
        assertThat(errors(with(PLAN, "layers: 16", "<<: {layers: 16}").getBytes(UTF_8)))
                .extracting(InputError::key)
                .containsExactly("model.layers", "model.<<");
    }

    @Test
    void aKeyThatOnlyLooksRightIsNotTheKey() {
        String cyrillic = with(PLAN, "layers: 16", "l\u0430yers: 16");

        assertThat(errors(cyrillic.getBytes(UTF_8)))
                .extracting(InputError::key)
                .containsExactly("model.layers", "model.l\u0430yers");
    }

    @Test
    void aKeyWithDotsIsNoPath() {
        String dotted = with(PLAN, "  layers: 16\n", "") + "model.layers: 16\n";

        assertThat(errors(dotted.getBytes(UTF_8)))
                .extracting(error -> error.key() + " " + error.problem())
                .containsExactly(
                        "model.layers is missing", "model.layers is not a key of the plan format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers: 16",
                "metadata: {name: moe-30b-ep16-dp1}",
                "A100-SXM-80GB",
                "EP16_TP1_PP1_DP1"
            })
    void whatIsLongIsShortenedInTheError(String place) {
        String noise = "x".repeat(100_000);
        String key = place.contains(":") ? place.substring(0, place.indexOf(':') + 1) : "";

        first(with(PLAN, place, key + " " + noise));
        first(with(PLAN, place, key + " \"" + "line\\n".repeat(1_000) + "\""));
        first(with(PLAN, place, key + " \"\\e[31m" + noise + "\""));
        first(with(PLAN, "layers: 16", "layers: 16\n  ? " + noise + "\n  : 1"));
        first(with(PLAN, "layers: 16", "layers: 16\n  \"a\\n\\e[0m\": 1"));
        first(noise);
        first(JSON.replaceFirst("\\{", "{\"" + noise.substring(60_000) + "\": 1, "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n"})
    void lineEndsOfEverySystemAreRead(String end) {
        String text = PLAN.replace("\n", end);

        assertThat(PlanFiles.checked(text).digest()).isEqualTo(PlanFiles.checked(PLAN).digest());
        assertThat(first(text.replace("layers: 16", "layers: x")).at())
                .isEqualTo(new Position(7, 11));
    }

    @Test
    void aByteOrderMarkAndTabsInPlacesAreHarmless() {
        String digest = PlanFiles.checked(PLAN).digest();

        assertThat(PlanFiles.checked("\uFEFF" + PLAN).digest()).isEqualTo(digest);
        assertThat(PlanFiles.checked(PLAN.replace(": ", ":\t")).digest()).isEqualTo(digest);
        assertThat(PlanFiles.checked("\n\t" + JSON.replace(", ", ",\t\n")).digest())
                .isEqualTo(digest);
        assertThat(PlanFiles.checked("---\n" + PLAN + "...\n").digest()).isEqualTo(digest);
    }

    @Test
    void headsThatDoNotDivideAreAFinding() {
        CheckedPlan plan = PlanFiles.checked(with(PLAN, "EP16_TP1_PP1_DP1", "EP16_TP5"));

        assertThat(plan.verdict().findings())
                .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("PAR002"));
    }

    static Stream<String> largest() {
        String sizes =
                PLAN.replace("hiddenSize: 4096", "hiddenSize: 1000000000")
                        .replace("vocabularySize: 32000", "vocabularySize: 1000000000")
                        .replace("headDim: 128", "headDim: 1000000000")
                        .replaceAll("(keyValueHeads|heads): 32", "$1: 1000000000");
        String experts =
                sizes.replace("count: 64, perToken: 2", "count: 1000000000, perToken: 1000000000")
                        .replace("intermediateSize: 2304", "intermediateSize: 1000000000");
        String layers = experts.replace("layers: 16", "layers: 65536");
        String training =
                layers.replace("sequenceLength: 1024", "sequenceLength: 1000000000")
                        .replace("globalBatch: 128", "globalBatch: 1000000000");
        return Stream.of(
                        PLAN.replace("layers: 16", "layers: 65536"),
                        PLAN.replace(
                                "layers: 16", "layers: 65536\n  multiTokenPredictionLayers: 65536"),
                        PLAN.replace("sequenceLength: 1024", "sequenceLength: 1000000000"),
                        PLAN.replace("globalBatch: 128", "globalBatch: 1000000000"),
                        PLAN.replace("microBatch: 1,", "microBatch: 1000000000,"),
                        PLAN.replace("A100-SXM-80GB", "{name: x, memory: 9000000 TB}"),
                        PLAN.replace("A100-SXM-80GB", "{name: x, memory: 0.1 B}"),
                        PLAN.replace("114.53 GB", "9000000 TB"),
                        PLAN.replace("114.53 GB", "1 B"),
                        PLAN.replace("declaredParameters: 30e9", "declaredParameters: 9.2e18"),
                        PLAN.replace("gpus: 16", "gpus: 1000000000"),
                        PLAN.replace("gpusPerNode: 8", "gpusPerNode: 1000000000"),
                        PLAN.replace(
                                "A100-SXM-80GB",
                                "{name: x, memory: 80 GB, memoryBandwidth: 1e-99 B/s,"
                                        + " peakFlops: {bf16: 1e-99 FLOPS}}"),
                        sizes,
                        experts,
                        layers,
                        training,
                        training.replace("microBatch: 1,", "microBatch: 1000000000,"),
                        training.replaceAll(
                                "training: .*",
                                "inference: {concurrentSequences: 1000000000,"
                                        + " contextLength: 1000000000, kvCacheBlock: 1000000000}"))
                .flatMap(plan ->
                        Stream.of(
                                        "EP16",
                                        "TP7",
                                        "EP1024_DP65536",
                                        "EP64_TP2_PP16_DP1000",
                                        "PP1000_VP1000")
                                .map(strategy -> plan.replace("EP16_TP1_PP1_DP1", strategy)));
    }

    @ParameterizedTest
    @MethodSource("largest")
    void whatIsTooLargeToCountIsRejectedAndTheRestIsJudged(String plan) {
        switch (PlanFiles.check(plan)) {
            case Outcome.Checked(CheckedPlan checked) ->
                    assertThat(Trees.ofJson(JsonText.pretty(VerdictDocument.of(checked))))
                            .containsKey("verdict");
            case Outcome.Rejected(List<InputError> errors) ->
                    assertThat(errors)
                            .hasSize(1)
                            .allSatisfy(BadInputTest::isShort)
                            .allSatisfy(error -> assertThat(error.problem()).contains("multipl"));
        }
    }
}
