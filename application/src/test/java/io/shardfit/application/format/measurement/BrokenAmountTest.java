package io.shardfit.application.format.measurement;

import static io.shardfit.application.format.measurement.Measured.rejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.shardfit.application.format.measurement.MeasurementFormat.Reading;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Where an amount belongs and none stands, the answer says so: a GPU that was left out silently
/// would look as if it had not been measured.
class BrokenAmountTest {
    private static final String XML =
            "<nvidia_smi_log>\n<gpu id=\"1\">\n<fb_memory_usage>\n<total>81559 MiB</total>\n%s\n"
                    + "</fb_memory_usage>\n</gpu>\n</nvidia_smi_log>\n";

    static Stream<Arguments> besideOthers() {
        return Stream.of(
                arguments(
                        "index, memory.used [MiB]\n0, 65000 MiB\n1, -65000 MiB\n",
                        "run.log: line 3: memory.used [MiB] is \"-65000 MiB\""),
                arguments(
                        "index, memory.used [MiB]\n0, 65000 MiB\n1, 99999999999999999999999 MiB\n",
                        "line 3: memory.used [MiB] is \"99999999999999999999999 MiB\""),
                arguments(
                        "index, memory.used [MiB]\n0, 65000 MiB\n1, [N/A]\n",
                        "line 3: memory.used [MiB] is \"[N/A]\""),
                arguments(
                        "0, 65000 MiB, 81559 MiB\n1, -65000 MiB, 81559 MiB\n",
                        "line 2: an amount of nvidia-smi is \"-65000 MiB\""),
                arguments(XML.formatted("<used>&lots;</used>"), "line 5: <used> is \"&lots;\""),
                arguments(XML.formatted("<used>-5 MiB</used>"), "line 5: <used> is \"-5 MiB\""),
                arguments(XML.formatted("<used>N/A</used>"), "line 5: <used> is \"N/A\""),
                arguments(
                        "|   0  NVIDIA A100   On  | 0 Off | 0 |\n|  N/A |  65000MiB /  81559MiB |   0% |\n"
                                + "|  N/A | -65000MiB /  81559MiB |   0% |\n",
                        "line 3: the memory usage of GPU 0 is \"-65000MiB / 81559MiB\""),
                arguments(
                        "{\"allocated_bytes.all.peak\": 5,\n\"reserved_bytes.all.peak\": -7}",
                        "line 2: reserved_bytes.all.peak is \"-7\""),
                arguments(
                        "{\"allocated_bytes.all.peak\": 5,\n\"reserved_bytes.all.peak\": 1e400}",
                        "line 2: reserved_bytes.all.peak is \"1e400\""),
                arguments(
                        "{\"allocated_bytes.all.peak\": 5,\n\"reserved_bytes.all.peak\":"
                                + " 99999999999999999999999}",
                        "line 2: reserved_bytes.all.peak is \"99999999999999999999999\""),
                arguments(
                        "{\"segments\": [{\"device\": 0, \"total_size\": 9, \"allocated_size\": -4}]}",
                        "device 0: allocated at a moment in bytes is \"-4\""),
                arguments(
                        "[Rank 0] (after 2 iterations) memory (MB) | max allocated: 5.00 | max reserved:"
                                + " -7.00\n",
                        "line 1: max reserved is \"-7.00\""),
                arguments(
                        "Model loading took 14.96 GiB and 3 seconds\nAvailable KV cache memory: -0.80"
                                + " GiB\n",
                        "line 2: the room for the cache is \"-0.80 GiB\""));
    }

    @ParameterizedTest
    @MethodSource("besideOthers")
    void isNotedWhereOthersCanBeRead(String text, String note) {
        assertThat(Measured.read(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> {
                            assertThat(read.measurements()).isNotEmpty();
                            assertThat(read.notes()).hasSize(1);
                            assertThat(read.notes().getFirst())
                                    .contains(note + ", which is no amount and is left out");
                        });
    }

    /// The reader whose format it is says what is wrong, and no other one.
    @Test
    void isTheReasonWhereNothingCanBeRead() {
        assertThat(rejected("index, memory.used [MiB]\n0, [N/A]\n").problem())
                .isEqualTo(
                        "no memory figure was found: line 2: memory.used [MiB] is \"[N/A]\", which is"
                                + " no amount and is left out");
        assertThat(rejected("{\"allocated_bytes.all.peak\": 1e400}").problem())
                .isEqualTo(
                        "no memory figure was found: line 1: allocated_bytes.all.peak is \"1e400\","
                                + " which is no amount and is left out");
    }

    @Test
    void repeatsAreCounted() {
        String text = "memory.used [MiB]\n5 MiB\n" + "[N/A]\n".repeat(10);

        assertThat(Measured.read(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read ->
                                assertThat(read.notes())
                                        .hasSize(4)
                                        .last()
                                        .asString()
                                        .contains("7 more amounts cannot be read"));
    }

    /// Cells of other columns are nobody's amounts.
    @Test
    void nothingElseIsComplainedOf() {
        String text =
                "index, name, power.draw [W], memory.used [MiB]\n0, -x, [N/A], 5 MiB\na, -5 lots\n";

        assertThat(Measured.read(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Read.class, read -> assertThat(read.notes()).isEmpty());
    }
}
