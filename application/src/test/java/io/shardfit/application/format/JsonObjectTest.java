package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void readsWhatIsAskedFor() {
        JsonObject object =
                JsonObject.of(
                                """
                                {"a": "words", "n": -12, "f": true, "o": {"b": "inner"},
                                 "l": [{"c": "one"}, {"c": "two"}, 3], "t": ["x", 1, "y"]}\
                                """)
                        .orElseThrow();

        assertThat(object.words("a")).isEqualTo("words");
        assertThat(object.number("n")).contains(BigDecimal.valueOf(-12));
        assertThat(object.isTrue("f")).isTrue();
        assertThat(object.object("o").orElseThrow().words("b")).isEqualTo("inner");
        assertThat(object.objects("l").stream().map(item -> item.words("c")))
                .containsExactly("one", "two");
        assertThat(object.texts("t")).containsExactly("x", "y");
    }

    /// The program that answers may be of another version, or none of ours.
    @Test
    void whatIsOfAnotherTypeIsNotThere() {
        JsonObject object =
                JsonObject.of("{\"a\": 1, \"n\": \"1\", \"f\": \"true\", \"o\": [], \"l\": {}}")
                        .orElseThrow();

        assertThat(object.text("a")).isEmpty();
        assertThat(object.number("n")).isEmpty();
        assertThat(object.isTrue("f")).isFalse();
        assertThat(object.object("o")).isEmpty();
        assertThat(object.objects("l")).isEmpty();
        assertThat(object.texts("none")).isEmpty();
        assertThat(object.words("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "3",
                "<html><body>Bad Gateway</body></html>",
                "{\"a\": \"cut o",
                "{\"a\": {\"b\": 1}",
                "{\"a\": 1} {\"a\": 2}",
                "{\"a\": 1, \"a\": 2}",
            })
    void whatIsNoJsonObjectIsNone(String text) {
        assertThat(JsonObject.of(text)).isEmpty();
    }

    @Test
    void depthIsBounded() {
        assertThat(JsonObject.of("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))).isEmpty();
    }
}
