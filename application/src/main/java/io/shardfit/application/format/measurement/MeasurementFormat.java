package io.shardfit.application.format.measurement;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.Position;
import io.shardfit.application.format.measurement.PickledSnapshot.NotASnapshot;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.measurement.Measurement;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what a run printed. What a file is follows from its content, never from its name: a
/// pickle, JSON, or text in which all programs' lines are looked for. No file is kept in memory.
public final class MeasurementFormat {
    private static final int HEAD = 1 << 14;
    private static final int MOST = 200_000;
    private static final Pattern JSON =
            Pattern.compile(
                    "\"(?:segments|device_traces|total_size|allocation[.\"]|(?:active|allocated|reserved)_bytes)");
    private static final String LOOKED_FOR =
            "looked for: nvidia-smi; torch memory_summary, memory_stats, snapshot; Megatron,"
                    + " DeepSpeed, torchtitan, vLLM, SGLang";

    private MeasurementFormat() {}

    /// What became of a file.
    public sealed interface Reading {
        /// @param notes what the reader of the answer should know about the file
        record Read(List<Measurement> measurements, List<String> notes) implements Reading {
            public Read {
                measurements = List.copyOf(measurements);
                notes = List.copyOf(notes);
            }
        }

        record Rejected(InputError error) implements Reading {}
    }

    public static Reading read(MeasuredFile file) {
        BufferedInputStream stream = new BufferedInputStream(file.content(), HEAD + 1);
        try {
            stream.mark(HEAD + 1);
            byte[] head = stream.readNBytes(HEAD);
            stream.reset();
            return read(file.name(), head, stream);
        } catch (IOException unreadable) {
            return rejected(
                    file.name(),
                    "the file cannot be read (" + unreadable.getMessage() + ")",
                    "check the disk");
        }
    }

    private static Reading read(String name, byte[] head, InputStream stream) throws IOException {
        if (head.length == 0) {
            return rejected(name, "the file is empty", "pass what the run printed; " + LOOKED_FOR);
        }
        if (isCompressed(head)) {
            return rejected(name, "the file is compressed", "unpack it and pass what comes out");
        }
        if (head.length > 1 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5) {
            return pickle(name, stream);
        }
        Optional<Charset> charset = charset(head);
        if (charset.isEmpty()) {
            return binary(name, head);
        }
        String start = new String(head, charset.orElseThrow());
        String first = start.stripLeading().replaceFirst("^\uFEFF", "").stripLeading();
        boolean json = first.startsWith("{") || first.startsWith("[");
        return json && JSON.matcher(start).find()
                ? json(name, stream)
                : text(name, stream, charset.orElseThrow());
    }

    /// PowerShell writes redirected output in UTF-16 with a mark. Text of any other encoding is
    /// read as UTF-8 with replacements, which the ASCII of what is looked for survives.
    private static Optional<Charset> charset(byte[] head) {
        boolean marked =
                head.length > 1
                        && (head[0] == (byte) 0xFF && head[1] == (byte) 0xFE
                                || head[0] == (byte) 0xFE && head[1] == (byte) 0xFF);
        if (marked) {
            return Optional.of(StandardCharsets.UTF_16);
        }
        for (byte one : head) {
            if (one == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(StandardCharsets.UTF_8);
    }

    private static Reading binary(String name, byte[] head) {
        boolean zip = head.length > 1 && head[0] == 'P' && head[1] == 'K';
        return rejected(
                name,
                zip
                        ? "the file is a ZIP archive, as torch.save writes checkpoints"
                        : "the file is binary and no pickled snapshot",
                "pass text, JSON or the file of torch.cuda.memory._dump_snapshot, uncompressed");
    }

    private static Reading pickle(String name, InputStream stream) throws IOException {
        try {
            AllocatorState state = new PickledSnapshot(stream).read();
            return snapshot(name, state.measurements(name), state.complaints());
        } catch (NotASnapshot problem) {
            return rejected(
                    name,
                    String.valueOf(problem.getMessage()),
                    "pass the file of torch.cuda.memory._dump_snapshot as it was written");
        } catch (ArithmeticException tooMuch) {
            return rejected(
                    name, "the sizes of its segments exceed 2^63 bytes", "write the snapshot anew");
        }
    }

    private static Reading snapshot(String name, List<Measurement> found, List<String> complaints) {
        if (!found.isEmpty()) {
            return new Reading.Read(
                    found, complaints.stream().map(note -> name + ": " + note).toList());
        }
        return complaints.isEmpty()
                ? rejected(
                        name,
                        "the snapshot has no segment: nothing was allocated on a GPU",
                        "write it after a training step, before the process ends")
                : rejected(
                        name,
                        "no memory figure was found: " + complaints.getFirst(),
                        "write torch.cuda.memory_stats() or the snapshot anew");
    }

    private static Reading json(String name, InputStream stream) throws IOException {
        try {
            JsonMeasurements json = new JsonMeasurements(name);
            List<Measurement> found = json.read(stream);
            return snapshot(name, found, json.complaints());
        } catch (JsonProcessingException malformed) {
            int line =
                    malformed.getLocation() == null
                            ? 1
                            : Math.max(1, malformed.getLocation().getLineNr());
            return new Reading.Rejected(
                    new InputError(
                            name,
                            new Position(line, 1),
                            "",
                            "not valid JSON: "
                                    + malformed.getOriginalMessage().lines().findFirst().orElse(""),
                            "write torch.cuda.memory_stats() or _snapshot() whole with json.dump"));
        } catch (ArithmeticException tooMuch) {
            return rejected(
                    name, "the sizes of its segments exceed 2^63 bytes", "write the snapshot anew");
        }
    }

    private static Reading text(String name, InputStream stream, Charset charset)
            throws IOException {
        List<LineReader> readers = LineReader.all();
        List<Measurement> found = new ArrayList<>();
        LogText lines = new LogText(new InputStreamReader(stream, charset));
        while (lines.next() && found.size() < MOST) {
            LogText.Line line = lines.line();
            LogLine entry = new LogLine(name, line.number(), line.text());
            readers.forEach(reader -> reader.read(entry, found::add));
        }
        List<String> notes = new ArrayList<>();
        readers.forEach(reader -> notes.addAll(reader.complaints()));
        readers.forEach(reader -> reader.unfinished().ifPresent(notes::add));
        if (found.isEmpty()) {
            String ends = notes.isEmpty() ? "" : ": " + notes.getFirst();
            return rejected(name, "no memory figure was found" + ends, LOOKED_FOR);
        }
        return new Reading.Read(found, notes.stream().map(note -> name + ": " + note).toList());
    }

    /// Gzip or Zstandard.
    private static boolean isCompressed(byte[] head) {
        boolean gzip = head.length > 1 && head[0] == 0x1F && head[1] == (byte) 0x8B;
        boolean zstandard =
                head.length > 3
                        && head[0] == 0x28
                        && head[1] == (byte) 0xB5
                        && head[2] == 0x2F
                        && head[3] == (byte) 0xFD;
        return gzip || zstandard;
    }

    private static Reading rejected(String name, String problem, String remedy) {
        return new Reading.Rejected(new InputError(name, Position.START, "", problem, remedy));
    }
}
