package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    @Test
    void readsWhereTheServerIs() {
        ClientSettings settings = of("# ours\nserver: https://shardfit.example\ntoken: sft_x\n");

        assertThat(settings).isInstanceOf(ClientSettings.Read.class);
        ClientSettings.Read read = (ClientSettings.Read) settings;
        assertThat(read.value("server"))
                .contains(new ClientSettings.Value("https://shardfit.example", new Position(2, 9)));
        assertThat(read.value("token").orElseThrow().text()).isEqualTo("sft_x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n\n"})
    void anEmptyFileSaysNothing(String text) {
        assertThat(of(text)).isEqualTo(new ClientSettings.Read(java.util.Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sever: http://a      | file.yaml:1:1: sever: is not a key of this file; did you"
                        + " mean `server`?",
                "colour: red          | file.yaml:1:1: colour: is not a key of this file; known"
                        + " here: server, token",
                "server:              | file.yaml:1:8: server: has no value",
                "server: [a]          | file.yaml:1:9: server: has no value",
                "- server             | file.yaml:1:1: the document is not a mapping",
                "\"server: a\n"
                        + "server: b\" | file.yaml:2:1: the key `server` is repeated, first on line 1",
            })
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertThat(of(text)).isInstanceOf(ClientSettings.Rejected.class);
        assertThat(((ClientSettings.Rejected) of(text)).errors().getFirst().toString())
                .startsWith(message);
    }

    @Test
    void neverRepeatsAToken() {
        for (String text :
                new String[] {
                    "token: [sft_secret]",
                    "token: {sft_secret: 1}",
                    "tokn: sft_secret",
                    "token: sft_secret\n  - broken: : :",
                    "token: \"sft_secret"
                }) {
            assertThat(String.valueOf(of(text))).as(text).doesNotContain("secret");
        }
    }

    private static ClientSettings of(String text) {
        return ClientSettings.of("file.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
