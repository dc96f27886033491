package io.shardfit.application.format.measurement;

import static io.shardfit.application.format.measurement.Measured.found;
import static io.shardfit.application.format.measurement.Measured.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.measurement.MeasuredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Snapshots of the allocator as CPython's pickle writes them. The two below hold the documented
/// structure with two segments of 3 GiB (1 GiB of it allocated) and 2 MiB (512 bytes), and a trace:
/// the 3 GiB segment, 1 GiB, 1.5 GiB, and the 1.5 GiB freed.
class SnapshotTest {
    private static final String PROTOCOL_4 =
            "gASV3wMAAAAAAAB9lCiMCHNlZ21lbnRzlF2UKH2UKIwGZGV2aWNllEsAjAdhZGRyZXNzlIoGAAAA"
                    + "AAABjAp0b3RhbF9zaXpllIoFAAAAwACMDmFsbG9jYXRlZF9zaXpllEoAAABAjAthY3RpdmVfc2l6"
                    + "ZZRKAAAAQIwGc3RyZWFtlEsAjAxzZWdtZW50X3R5cGWUjAVsYXJnZZSMD3NlZ21lbnRfcG9vbF9p"
                    + "ZJRLAEsAhpSMDWlzX2V4cGFuZGFibGWUiYwGZnJhbWVzlF2UfZQojAhmaWxlbmFtZZSMbC9vcHQv"
                    + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                    + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eC5weZSMBGxpbmWUSwOM"
                    + "BG5hbWWUjAdmb3J3YXJklHVhjAZibG9ja3OUXZQofZQoaAWKBgAAAAAAAYwEc2l6ZZRKAAAAQIwO"
                    + "cmVxdWVzdGVkX3NpemWUSgAAAECMBXN0YXRllIwQYWN0aXZlX2FsbG9jYXRlZJRoD2gQdX2UKGgF"
                    + "igYAAAAAAAFoGooFAAAAgABoG4oFAAAAgABoHIwIaW5hY3RpdmWUaA9oEHVldX2UKGgESwBoBYoG"
                    + "AAAAAAAFaAZKAAAgAGgHTQACaAhNAAJoCUsAaAqMBXNtYWxslGgMaA1oDoloD12UaBddlH2UKGgF"
                    + "igYAAAAAAAFoGk0AAmgbTQACaBxoHWgPaBB1YXVljA1kZXZpY2VfdHJhY2VzlF2UXZQofZQojAZh"
                    + "Y3Rpb26UjA1zZWdtZW50X2FsbG9jlIwEYWRkcpRLAWgaigUAAADAAGgJSwBoD2gQjAd0aW1lX3Vz"
                    + "lEsRdX2UKGgpjAVhbGxvY5RoK0sBaBpKAAAAQGgJSwBoD2gQdX2UKGgpaC5oK0sCaBpKAAAAYGgJ"
                    + "SwBoD2gQdX2UKGgpjA5mcmVlX3JlcXVlc3RlZJRoK0sCaBpKAAAAYGgJSwBoD2gQdX2UKGgpjA5m"
                    + "cmVlX2NvbXBsZXRlZJRoK0sCaBpKAAAAYGgJSwBoD2gQdWVhjBJhbGxvY2F0b3Jfc2V0dGluZ3OU"
                    + "fZQojBdQWVRPUkNIX0NVREFfQUxMT0NfQ09ORpSMAJSMDm1heF9zcGxpdF9zaXpllEr/////jBxn"
                    + "YXJiYWdlX2NvbGxlY3Rpb25fdGhyZXNob2xklEcAAAAAAAAAAIwTZXhwYW5kYWJsZV9zZWdtZW50"
                    + "c5SJjBdsYXN0X2FsbG9jYXRvcl9zZXR0aW5nc5ROdXUu";
    private static final String PROTOCOL_2 =
            "gAJ9cQAoWAgAAABzZWdtZW50c3EBXXECKH1xAyhYBgAAAGRldmljZXEESwBYBwAAAGFkZHJlc3Nx"
                    + "BYoGAAAAAAABWAoAAAB0b3RhbF9zaXplcQaKBQAAAMAAWA4AAABhbGxvY2F0ZWRfc2l6ZXEHSgAA"
                    + "AEBYCwAAAGFjdGl2ZV9zaXplcQhKAAAAQFgGAAAAc3RyZWFtcQlLAFgMAAAAc2VnbWVudF90eXBl"
                    + "cQpYBQAAAGxhcmdlcQtYDwAAAHNlZ21lbnRfcG9vbF9pZHEMSwBLAIZxDVgNAAAAaXNfZXhwYW5k"
                    + "YWJsZXEOiVgGAAAAZnJhbWVzcQ9dcRB9cREoWAgAAABmaWxlbmFtZXESWGwAAAAvb3B0L3h4eHh4"
                    + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                    + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHgucHlxE1gEAAAAbGluZXEUSwNY"
                    + "BAAAAG5hbWVxFVgHAAAAZm9yd2FyZHEWdWFYBgAAAGJsb2Nrc3EXXXEYKH1xGShoBYoGAAAAAAAB"
                    + "WAQAAABzaXplcRpKAAAAQFgOAAAAcmVxdWVzdGVkX3NpemVxG0oAAABAWAUAAABzdGF0ZXEcWBAA"
                    + "AABhY3RpdmVfYWxsb2NhdGVkcR1oD2gQdX1xHihoBYoGAAAAAAABaBqKBQAAAIAAaBuKBQAAAIAA"
                    + "aBxYCAAAAGluYWN0aXZlcR9oD2gQdWV1fXEgKGgESwBoBYoGAAAAAAAFaAZKAAAgAGgHTQACaAhN"
                    + "AAJoCUsAaApYBQAAAHNtYWxscSFoDGgNaA6JaA9dcSJoF11xI31xJChoBYoGAAAAAAABaBpNAAJo"
                    + "G00AAmgcaB1oD2gQdWF1ZVgNAAAAZGV2aWNlX3RyYWNlc3ElXXEmXXEnKH1xKChYBgAAAGFjdGlv"
                    + "bnEpWA0AAABzZWdtZW50X2FsbG9jcSpYBAAAAGFkZHJxK0sBaBqKBQAAAMAAaAlLAGgPaBBYBwAA"
                    + "AHRpbWVfdXNxLEsRdX1xLShoKVgFAAAAYWxsb2NxLmgrSwFoGkoAAABAaAlLAGgPaBB1fXEvKGgp"
                    + "aC5oK0sCaBpKAAAAYGgJSwBoD2gQdX1xMChoKVgOAAAAZnJlZV9yZXF1ZXN0ZWRxMWgrSwJoGkoA"
                    + "AABgaAlLAGgPaBB1fXEyKGgpWA4AAABmcmVlX2NvbXBsZXRlZHEzaCtLAmgaSgAAAGBoCUsAaA9o"
                    + "EHVlYVgSAAAAYWxsb2NhdG9yX3NldHRpbmdzcTR9cTUoWBcAAABQWVRPUkNIX0NVREFfQUxMT0Nf"
                    + "Q09ORnE2WAAAAABxN1gOAAAAbWF4X3NwbGl0X3NpemVxOEr/////WBwAAABnYXJiYWdlX2NvbGxl"
                    + "Y3Rpb25fdGhyZXNob2xkcTlHAAAAAAAAAABYEwAAAGV4cGFuZGFibGVfc2VnbWVudHNxOolYFwAA"
                    + "AGxhc3RfYWxsb2NhdG9yX3NldHRpbmdzcTtOdXUu";

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static List<String> words(byte[] bytes) {
        return found(bytes).stream().map(Measured::words).toList();
    }

    /// Held are 1 GiB + 512; 1.5 GiB more were held before, all inside segments of 3 GiB + 2 MiB.
    @Test
    void aPickledSnapshot() {
        assertThat(words(bytes(PROTOCOL_4)))
                .containsExactly(
                        "allocatedNow 1073742336, GPU 0, line 0",
                        "reservedNow 3223322624, GPU 0, line 0",
                        "allocatedPeak 2684355072, GPU 0, line 0",
                        "reservedPeak 3223322624, GPU 0, line 0");
    }

    @Test
    void anOldProtocolSaysTheSame() {
        assertThat(words(bytes(PROTOCOL_2))).isEqualTo(words(bytes(PROTOCOL_4)));
    }

    @Test
    void theSameAsJson() {
        String json =
                """
                {"segments": [
                  {"device": 0, "total_size": 3221225472, "allocated_size": 1073741824,
                   "blocks": [{"size": 1073741824, "state": "active_allocated", "frames": []}]},
                  {"device": 0, "total_size": 2097152, "allocated_size": 512, "blocks": []}],
                 "device_traces": [[
                  {"action": "segment_alloc", "addr": 1, "size": 3221225472, "frames": []},
                  {"action": "alloc", "size": 1073741824},
                  {"action": "alloc", "size": 1610612736},
                  {"action": "free_requested", "size": 1610612736},
                  {"action": "free_completed", "size": 1610612736}]]}
                """;

        assertThat(words(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(words(bytes(PROTOCOL_4)));
    }

    @Test
    void aBareListOfSegmentsHasNoPeak() {
        assertThat(
                        Measured.words(
                                "[{\"device\": 1, \"total_size\": 8, \"allocated_size\": 2},"
                                        + " {\"device\": 1, \"total_size\": 4, \"allocated_size\": 1}]"))
                .containsExactly("allocatedNow 3, GPU 1, line 0", "reservedNow 12, GPU 1, line 0");
    }

    /// What python3 pickles of {'segments': [object whose __reduce__ is os.system('touch …')]}.
    @Test
    void aPickleThatWouldRunSomethingIsRefused() {
        assertThat(
                        rejected(
                                        bytes(
                                                "gASVPAAAAAAAAAB9lIwIc2VnbWVudHOUXZSMBXBvc2l4lIwGc3lzdGVtlJOUjBB0b3VjaCAvdG1wL3B3bmVklIWUUpRhcy4="))
                                .problem())
                .contains("wants to import or call something at byte 43", "it was not done");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = bytes(PROTOCOL_4);

        for (int length = 2; length < whole.length; length++) {
            assertThat(rejected(Arrays.copyOf(whole, length)).problem()).contains("before its end");
        }
    }

    @Test
    void damageIsAnErrorOrAnotherNumberButNeverACrash() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes(i % 2 == 0 ? PROTOCOL_4 : PROTOCOL_2);
            damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt(256);

            assertThat(Measured.read(damaged)).isNotNull();
        }
    }

    @Test
    void aLengthBeyondTheFileIsRefused() {
        byte[] bytes = {(byte) 0x80, 4, (byte) 0x8d, -1, -1, -1, -1, -1, -1, -1, 127, '.'};

        assertThat(rejected(bytes).problem()).contains("before its end");
        bytes[10] = -1;
        assertThat(rejected(bytes).problem()).contains("damaged");
    }

    /// A stream of 400 MB that was never in memory: marks without end would fill a stack.
    @Test
    void anEndlessStackIsRefused() {
        InputStream marks =
                new InputStream() {
                    private int count;

                    @Override
                    public int read() {
                        count++;
                        return count == 1 ? 0x80 : count == 2 ? 4 : count < 400_000_000 ? '(' : -1;
                    }
                };

        assertThat(MeasurementFormat.read(new MeasuredFile("marks.pickle", marks)).toString())
                .contains("stacks more than");
    }

    /// 300,000 frees of one byte with long stack traces, 600 MB, are read while nothing of them is
    /// kept: before them 300,000 bytes more were allocated.
    @Test
    void aLongTraceIsSummedUpOnItsWay() throws IOException {
        byte[] frame = new byte[2000];
        Arrays.fill(frame, (byte) 'x');
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {(byte) 0x80, 4, '}', (byte) 0x8c, 8});
        head.writeBytes("segments".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(new byte[] {']', '}', (byte) 0x8c, 10});
        head.writeBytes("total_size".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(new byte[] {'K', 100, 's', 'a', 's', (byte) 0x8c, 13});
        head.writeBytes("device_traces".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(new byte[] {']', ']'});
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(new byte[] {'}', '(', (byte) 0x8c, 6});
        event.writeBytes("action".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(new byte[] {(byte) 0x8c, 14});
        event.writeBytes("free_requested".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(new byte[] {(byte) 0x8c, 4});
        event.writeBytes("size".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(new byte[] {'K', 1, (byte) 0x8c, 6});
        event.writeBytes("frames".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(new byte[] {']', 'X', (byte) (2000 & 255), 2000 >> 8, 0, 0});
        event.writeBytes(frame);
        event.writeBytes(new byte[] {'a', 'u', 'a'});
        byte[] one = event.toByteArray();
        byte[] start = head.toByteArray();
        InputStream stream =
                new SequenceInputStream(
                        new ByteArrayInputStream(start),
                        new SequenceInputStream(
                                new Repeated(one, 300_000),
                                new ByteArrayInputStream(new byte[] {'a', 's', '.'})));

        assertThat(MeasurementFormat.read(new MeasuredFile("long.pickle", stream)).toString())
                .contains("ALLOCATED_PEAK, amount=Amount[number=300000");
    }

    /// The same bytes again and again.
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private long left;
        private int at;

        private Repeated(byte[] bytes, long times) {
            this.bytes = bytes;
            this.left = bytes.length * times;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            int one = bytes[at] & 0xff;
            at = (at + 1) % bytes.length;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, left), bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at = (at + count) % bytes.length;
            left -= count;
            return count;
        }
    }
}
