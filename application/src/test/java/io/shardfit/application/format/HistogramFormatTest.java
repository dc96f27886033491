package io.shardfit.application.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.format.HistogramReading.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramFormatTest {
    private static List<Layer> layers(String text) {
        return switch (HistogramFormat.read("tokens", text.getBytes(UTF_8))) {
            case HistogramReading.Read read -> read.layers();
            case HistogramReading.Rejected(InputError error) ->
                    throw new AssertionError(error.toString());
        };
    }

    private static InputError error(byte[] bytes) {
        return switch (HistogramFormat.read("tokens", bytes)) {
            case HistogramReading.Read read -> throw new AssertionError("read: " + read);
            case HistogramReading.Rejected(InputError error) -> error;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12\n0\n7\n",
                "# of step 400\n12\n\n0\r\n7",
                "\uFEFFtokens\n12\n0\n7\n",
                "expert,tokens\n0,12\n1,0\n2,7\n",
                "0, 12\n1, 0\n2, 7\n",
                "[12, 0, 7]",
                " [12,\n 0, 7e0]\n",
            })
    void readsTokensPerExpertInEachForm(String text) {
        assertThat(layers(text)).extracting(Layer::tokens).containsExactly(List.of(12L, 0L, 7L));
    }

    @Test
    void readsLayersAsColumnsOrLists() {
        assertThat(layers("expert,layer 3,layer 7\n0,1,2\n1,3,4\n"))
                .containsExactly(
                        new Layer("layer 3", List.of(1L, 3L)),
                        new Layer("layer 7", List.of(2L, 4L)));
        assertThat(layers("0,1,2\n1,3,4\n"))
                .containsExactly(new Layer("0", List.of(1L, 3L)), new Layer("1", List.of(2L, 4L)));
        assertThat(layers("[[1, 3], [2, 4]]"))
                .containsExactly(new Layer("0", List.of(1L, 3L)), new Layer("1", List.of(2L, 4L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | 1:1 | the file is empty",
                "'# nothing'              | 1:1 | the file has no numbers",
                "tokens                   | 1:1 | a heading stands alone",
                "'12\n-1'                | 2:1 | \"-1\" is no number of tokens",
                "'12\n1.5'               | 2:1 | \"1.5\" is no number of tokens",
                "'0,12\n2,7'             | 2:1 | the first column is \"2\" where expert 1 is due",
                "'0,12\n1,7,8'           | 2:1 | the line has 3 columns, the first line 2",
                "'0\n0'                  | 1:1 | layer 0 holds zeros alone",
                "'[]'                     | 1:1 | the list is empty",
                "'[1, \"a\"]'           | 1:5 | the list holds",
                "'[1, [2]]'               | 1:5 | the list holds a list",
                "'[[1], [2, 3]]'          | 1:1 | layer 0 has 1 experts and layer 1 has 2",
                "'[[1], 2]'               | 1:7 | the list holds",
                "'[1, 2'                  | 1:1 | not valid JSON",
                "'9999999999999999'       | 1:1 | is no number of tokens",
            })
    void saysWhatIsWrongAndWhere(String text, String place, String problem) {
        InputError error = error(text.replace("\\n", "\n").getBytes(UTF_8));

        assertThat(error.problem()).contains(problem);
        if (!problem.startsWith("not valid")) {
            assertThat(error.at().line() + ":" + error.at().column()).isEqualTo(place);
        }
        assertThat(error.file()).isEqualTo("tokens");
        assertThat(error.remedy()).isNotBlank();
    }

    @Test
    void readsNoEndlessAndNoBinaryFile() {
        assertThat(error(new byte[SourceTree.MAX_BYTES + 1]).problem()).contains("more than");
        assertThat(error("é".getBytes(ISO_8859_1)).problem()).contains("not UTF-8");
        assertThat(error("[".repeat(100_000).getBytes(UTF_8)).problem()).isNotBlank();
    }
}
