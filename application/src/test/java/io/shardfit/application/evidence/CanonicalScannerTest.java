package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalScannerTest {
    private static final String ENTRY =
            "{\"data\":%s,\"eventId\":\"019a0000-0000-7000-8000-000000000001\",\"position\":7,"
                    + "\"recordedAt\":\"2026-11-23T10:00:00.500000Z\"}";

    private final CanonicalScanner scanner = new CanonicalScanner();

    @Test
    void whatIsWrittenIsCanonical() {
        for (EntryRow row : Logs.of(30).rows) {
            scanner.scan(row.entry());

            assertThat(scanner.position()).isEqualTo(row.position());
            assertThat(scanner.eventId()).isEqualTo(row.eventId());
        }
    }

    /// Outputs of cyberphone/json-canonicalization@d4cb500 testdata as far as the profile goes: the
    /// strings of `values`, `unicode` and `weird`, the literals of `values`, the nesting of
    /// `structures` without its empty key and its key of a line feed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"",
                "[null,true,false]",
                "{\"Unnormalized\":\"\u1e0d\u0307\"}",
                "{\"1\":{\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},\"111\":[{}],\"A\":{},\"a\":{}}",
                "{\"1\":\"One\",\"</script>\":\"Browser Challenge\"}",
                "[\"Control\u007f\",\"\ud83d\ude02\",\"\ufb33\",\"\u00f6\"]",
                "[0,-1,9007199254740991,-9007199254740991]",
                "\"\\b\\t\\n\\f\\r\\u0000\\u000b\\u001f\"",
            })
    void publishedOutputsAreCanonical(String data) {
        assertThatCode(() -> scan(data)).doesNotThrowAnyException();
    }

    /// The inputs of the same tests, and other spellings of the outputs above.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"b\":1,\"a\":2}              | not sorted",
                "{\"a\":1,\"a\":1}              | twice",
                "{\"\":1}                       | keys empty",
                "{\"\u00f6\":1}                 | plain ASCII",
                "{\"a\\n\":1}                   | plain ASCII",
                "{\"a\": 1}                     | whole number",
                "{ }                            | expected a key",
                "[1 ,2]                         | end of the list",
                "\"\\u20ac\"                    | not needed",
                "\"\\u000F\"                    | not needed",
                "\"\\u000a\"                    | not the shortest",
                "\"\\u0020\"                    | not needed",
                "\"\\/\"                        | not needed",
                "56.0                           | end of the members",
                "1e3                            | end of the members",
                "01                             | whole number",
                "-0                             | whole number",
                "+1                             | whole number",
                "9007199254740992               | whole number",
                "99999999999999999999           | whole number",
                "nul                            | expected a value",
                "NaN                            | whole number",
                "\"open                         | expected",
                "[1,2                           | end of the list",
            })
    void anyOtherSpellingIsRefused(String data, String why) {
        assertThatThrownBy(() -> scan(data))
                .as(data)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("byte ");
    }

    /// Overlong, surrogate, beyond U+10FFFF, broken off, a lone continuation (RFC 3629 section 4);
    /// and a control character.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e09fbf",
                "eda080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "e282",
                "80",
                "0a",
                "1f"
            })
    void bytesThatAreNoTextAreRefused(String hex) {
        byte[] text = HexFormat.of().parseHex("22" + hex + "22");
        byte[] entry = ENTRY.formatted("\u0001").getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[entry.length - 1 + text.length];
        System.arraycopy(entry, 0, bytes, 0, 8);
        System.arraycopy(text, 0, bytes, 8, text.length);
        System.arraycopy(entry, 9, bytes, 8 + text.length, entry.length - 9);

        assertThatThrownBy(() -> scanner.scan(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheChecksNeedMustBeThere() {
        String entry = ENTRY.formatted("{}");
        for (String broken :
                new String[] {
                    entry.replace("\"position\":7,", ""),
                    entry.replace(":7", ":0"),
                    entry.replace(":7", ":-7"),
                    entry.replace(":7", ":\"7\""),
                    entry.replace("recordedAt", "recorded"),
                    entry.replace(".500000Z", ".5Z"),
                    entry.replace("T10", "T24"),
                    entry.replace("-11-23", "-13-23"),
                    entry.replace("019a", "019A"),
                    entry.replace(
                            "019a0000-0000-7000-8000-000000000001",
                            "00000000-0000-0000-0000-000000000000"),
                    entry.replace("019a0000-", "019a0000"),
                    entry + "x",
                    entry + "\n",
                    "[" + entry + "]",
                    "",
                }) {
            assertThatThrownBy(() -> scanner.scan(broken.getBytes(StandardCharsets.UTF_8)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void depthAndLengthAreBounded() {
        int room = EntryFormat.MOST_DEPTH - 1;
        assertThatCode(() -> scan("[".repeat(room) + "]".repeat(room))).doesNotThrowAnyException();
        assertThatThrownBy(() -> scan("[".repeat(room + 1) + "]".repeat(room + 1)))
                .hasMessageContaining("deeper than 64");
        int frame = ENTRY.formatted("\"\"").length();
        assertThatCode(() -> scan("\"" + "a".repeat(EntryFormat.MOST_BYTES - frame) + "\""))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> scan("\"" + "a".repeat(EntryFormat.MOST_BYTES - frame + 1) + "\""))
                .hasMessageContaining("65536 bytes, at most 65535");
    }

    /// The order of times is the order of their texts.
    @Test
    void timesAreOrdered() {
        long[] read =
                Stream.of(
                                "2026-11-23T10:00:00.500000Z",
                                "2026-11-23T10:00:00.500001Z",
                                "2026-11-23T10:00:01.000000Z",
                                "2026-11-23T10:01:00.000000Z",
                                "2026-11-23T11:00:00.000000Z",
                                "2026-11-24T00:00:00.000000Z",
                                "2026-12-01T00:00:00.000000Z",
                                "2027-01-01T00:00:00.000000Z",
                                "9999-12-31T23:59:59.999999Z")
                        .map(time -> time.getBytes(StandardCharsets.UTF_8))
                        .mapToLong(time -> CanonicalTime.read(time, 0, time.length))
                        .toArray();

        assertThat(read).isSorted().doesNotHaveDuplicates().doesNotContain(CanonicalTime.NONE);
    }

    private void scan(String data) {
        scanner.scan(ENTRY.formatted(data).getBytes(StandardCharsets.UTF_8));
    }
}
