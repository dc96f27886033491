package io.shardfit.application.format.measurement;

import static io.shardfit.application.format.measurement.Measured.found;
import static io.shardfit.application.format.measurement.Measured.rejected;
import static io.shardfit.application.format.measurement.Measured.words;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.measurement.MeasuredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadMeasurementTest {
    private static final String LINE = "Model loading took 14.9889 GiB and 3.65 seconds";
    private static final String FOUND = "weights 16094208826, unnamed rank, line ";

    @Test
    void anEmptyFile() {
        assertThat(rejected("").problem()).isEqualTo("the file is empty");
        assertThat(rejected("").remedy()).contains("looked for: nvidia-smi", "Megatron", "SGLang");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n\n",
                "hello world",
                "apiVersion: shardfit.io/v1\nkind: DeploymentPlan\n",
                "{\"message\": \"nothing of the kind\"}",
                "1,2,3\n4,5,6\n",
                "memory: 12 lots",
                "Model loading took 99999999999999999999999999 GiB",
            })
    void aFileThatIsNoneOfThese(String text) {
        assertThat(rejected(text).problem()).isEqualTo("no memory figure was found");
        assertThat(rejected(text).remedy())
                .contains("looked for")
                .contains("vLLM")
                .doesNotContain("…");
    }

    @Test
    void binaryFilesSayWhatTheyAre() {
        assertThat(rejected(new byte[] {'P', 'K', 3, 4, 0, 0}).problem()).contains("ZIP archive");
        assertThat(rejected(new byte[] {0x1F, (byte) 0x8B, 8, 0}).problem()).contains("compressed");
        assertThat(rejected(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0}).problem())
                .contains("compressed");
        assertThat(rejected(new byte[] {0x7F, 'E', 'L', 'F', 0}).problem()).contains("binary");
    }

    @Test
    void brokenJsonNamesItsLine() {
        assertThat(rejected("{\n\"allocated_bytes.all.peak\": 7,\n").toString())
                .startsWith("run.log:3:1: not valid JSON: ");
    }

    @Test
    void aTruncatedSummaryIsNoted() {
        String start = "|      PyTorch CUDA memory summary, device ID 0    |\n";

        assertThat(rejected(start).problem()).contains("ends before its row `GPU reserved memory`");
    }

    @Test
    void coloursAndWindowsLineEndsAndMarksAreNoMatter() {
        assertThat(words("\uFEFF\u001B[36m" + LINE + "\u001B[0m\r\n\r\n" + LINE + "\r\n"))
                .containsExactly(FOUND + 1, FOUND + 3);
    }

    /// A progress bar overwrites its line, and the next message stands behind it.
    @Test
    void progressBarsShareALine() {
        assertThat(
                        words(
                                "Loading:  10%\rLoading: 100%|####| 4/4\r(Worker_TP1 pid=3) "
                                        + LINE
                                        + "\n"
                                        + LINE))
                .containsExactly("weights 16094208826, Worker_TP1, line 1", FOUND + 2);
    }

    @Test
    void loggersMayPutAnythingBefore() {
        assertThat(
                        words(
                                "2026-05-14 12:43:22.095 | (EngineCore_DP0 pid=219) INFO 05-14 10:43:22 [x.py:1] "
                                        + LINE))
                .containsExactly("weights 16094208826, EngineCore_DP0, line 1");
        assertThat(words("[default3]:" + LINE))
                .containsExactly("weights 16094208826, GPU 3, line 1");
        assertThat(words("{\"level\": \"info\", \"message\": \"" + LINE + "\"}\n"))
                .containsExactly(FOUND + 1);
    }

    @Test
    void otherEncodings() {
        assertThat(found(("größer\n" + LINE).getBytes(ISO_8859_1))).hasSize(1);
        assertThat(found(("größer\n" + LINE).getBytes(UTF_16))).hasSize(1);
        assertThat(found(("\uFEFF" + LINE).getBytes(UTF_16LE))).hasSize(1);
    }

    /// 200 MB without a line end, in which a figure would stand behind what is kept of a line.
    @Test
    void aGiganticLineIsReadToItsEnd() {
        InputStream endless =
                new InputStream() {
                    private int left = 200_000_000;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'a' : -1;
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        int count = Math.min(length, left);
                        Arrays.fill(into, offset, offset + count, (byte) 'a');
                        left -= count;
                        return count;
                    }
                };

        assertThat(MeasurementFormat.read(new MeasuredFile("long.log", endless)).toString())
                .contains("no memory figure was found");
    }

    @Test
    void aDiskThatFailsIsAnError() {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Input/output error");
                    }
                };

        assertThat(MeasurementFormat.read(new MeasuredFile("run.log", failing)).toString())
                .contains("cannot be read (Input/output error)");
    }

    /// Pieces of every format in random order, cut anywhere: no line may hang or break the reading.
    @Test
    void mixedAndCutPiecesNeverBreakTheReading() {
        String[] pieces = {
            LINE,
            "memory (MB) | max allocated: 1",
            "memory (GB) | mem-max-allocated-gigabytes: 0",
            "<nvidia_smi_log>",
            "<gpu id=\"",
            "<fb_memory_usage>",
            "<used>5 MiB</used>",
            "</gpu>",
            "| Allocated memory      |   1 KiB |  2 MiB |",
            "memory.used [MiB], index",
            "3 MiB, 4 MiB",
            "# GPU blocks: 12",
            "#tokens: 7, K size: 1 GB",
            "KV Cache is allocated. ",
            ",,,,,",
            "[Rank 9",
            "] ",
            "\u001B[31",
            "m",
            "MA 1 GB  Max_MA 2 GB  CA 3 GB  Max_CA 4 GB",
            "\r",
            "\n",
            "\"",
            "0,",
        };
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j >= 0; j--) {
                String piece = pieces[random.nextInt(pieces.length)];
                text.append(piece, 0, 1 + random.nextInt(piece.length()));
            }

            assertThat(Measured.read(text.toString().getBytes(UTF_8))).isNotNull();
        }
    }
}
