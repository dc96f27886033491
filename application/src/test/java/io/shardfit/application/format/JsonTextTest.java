package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final Json.Fields DOCUMENT =
            Json.fields()
                    .with("zone", "é \"\n")
                    .with("b\"c", Json.items(List.of(new Json.Flag(true), new Json.Nothing())))
                    .with("a", Json.fields().with("y", "2").with("x", "1").build())
                    .build();

    /// RFC 8785, section 3.2.3: members in the order of their names, at every depth.
    @Test
    void canonicalFormIsOrdered() {
        assertThat(JsonText.canonical(DOCUMENT))
                .isEqualTo(
                        """
                        {"a":{"x":"1","y":"2"},"b\\"c":[true,null],"zone":"é \\"\\n"}\
                        """);
    }

    @Test
    void isTheSameFromMembersThatWereWrittenOnce() {
        SortedMap<String, String> members = JsonText.canonicalMembers(DOCUMENT);

        assertThat(JsonText.canonical(members)).isEqualTo(JsonText.canonical(DOCUMENT));
        members.remove("zone");
        members.remove("a");
        assertThat(JsonText.canonical(members)).isEqualTo("{\"b\\\"c\":[true,null]}");
        members.clear();
        assertThat(JsonText.canonical(members)).isEqualTo("{}");
    }
}
