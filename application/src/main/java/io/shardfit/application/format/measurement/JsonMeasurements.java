package io.shardfit.application.format.measurement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.shardfit.application.format.measurement.AllocatorState.Trace;
import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `torch.cuda.memory_stats()` as JSON, flat or nested and alone or by rank, and a memory snapshot
/// as JSON (`segments` and `device_traces`, or a bare list of segments). Read as a stream: no tree
/// is built (pytorch/pytorch@00b65a0 torch/cuda/memory.py, `memory_stats`, `_snapshot`).
final class JsonMeasurements {
    private static final String STATS = "torch.cuda.memory_stats";
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxNumberLength(64)
                                    .maxNameLength(10_000)
                                    .build())
                    .build();
    private static final Pattern STAT =
            Pattern.compile("(?:^|\\.)(allocated|reserved)_bytes\\.all\\.(peak|current)$");
    private static final Pattern RANK =
            Pattern.compile("(?:^|\\.)(?:rank)?_?([0-9]{1,6})(?:\\.|$)");

    private final String file;
    private final List<Measurement> found = new ArrayList<>();
    private final AllocatorState state = new AllocatorState();
    private final List<Trace> traces = new ArrayList<>();
    private final List<Level> open = new ArrayList<>();
    private final Complaints complaints = new Complaints();

    JsonMeasurements(String file) {
        this.file = file;
    }

    /// An object or array that is not closed.
    private static final class Level {
        private final String path;
        private final boolean object;
        private final Map<String, Long> numbers = new HashMap<>();
        private String action = "";
        private String key = "";
        private int items;

        private Level(String path, boolean object) {
            this.path = path;
            this.object = object;
        }
    }

    /// @throws IOException when the text is not JSON to its end
    List<Measurement> read(InputStream stream) throws IOException {
        try (JsonParser parser = FACTORY.createParser(stream)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                accept(parser, token);
            }
        }
        for (int i = 0; i < traces.size(); i++) {
            state.trace(i, traces.get(i));
        }
        found.addAll(state.measurements(file));
        return found;
    }

    private void accept(JsonParser parser, JsonToken token) throws IOException {
        if (token.isStructStart()) {
            open.add(new Level(pathOfNext(), token == JsonToken.START_OBJECT));
        } else if (token.isStructEnd()) {
            closed(open.removeLast());
        } else if (token == JsonToken.FIELD_NAME) {
            open.getLast().key = parser.currentName();
        } else if (!open.isEmpty()) {
            value(parser, token);
        }
    }

    /// Names joined by dots, items of lists as their number.
    private String pathOfNext() {
        if (open.isEmpty()) {
            return "";
        }
        Level level = open.getLast();
        String name = level.object ? level.key : Integer.toString(level.items++);
        return level.path.isEmpty() ? name : level.path + "." + name;
    }

    private void value(JsonParser parser, JsonToken token) throws IOException {
        Level level = open.getLast();
        if (token == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = parser.getLongValue();
            if (level.object && level.numbers.size() < 256) {
                level.numbers.put(level.key, number);
                statistic(parser, pathOf(level), number);
            }
        } else if (token == JsonToken.VALUE_STRING && level.key.equals("action")) {
            level.action = parser.getText();
        } else if (level.object && STAT.matcher(pathOf(level)).find()) {
            complaints.add(
                    "line " + parser.currentTokenLocation().getLineNr(),
                    pathOf(level),
                    parser.getText());
        }
    }

    private static String pathOf(Level level) {
        return level.path.isEmpty() ? level.key : level.path + "." + level.key;
    }

    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints.all());
        all.addAll(state.complaints());
        return all;
    }

    private void statistic(JsonParser parser, String path, long number) {
        Matcher stat = STAT.matcher(path);
        boolean found = stat.find();
        if (found && number < 0) {
            complaints.add(
                    "line " + parser.currentTokenLocation().getLineNr(),
                    path,
                    Long.toString(number));
        } else if (found) {
            boolean peak = stat.group(2).equals("peak");
            Quantity quantity =
                    stat.group(1).equals("allocated")
                            ? (peak ? Quantity.ALLOCATED_PEAK : Quantity.ALLOCATED_NOW)
                            : (peak ? Quantity.RESERVED_PEAK : Quantity.RESERVED_NOW);
            Matcher rank = RANK.matcher(path.substring(0, stat.start()));
            Origin origin =
                    rank.find()
                            ? new Origin.Rank(Integer.parseInt(rank.group(1)))
                            : new Origin.Unknown();
            this.found.add(
                    new Measurement(
                            quantity,
                            Amount.exactly(number, PrintedUnit.BYTE),
                            origin,
                            file,
                            0,
                            STATS));
        }
    }

    private void closed(Level level) {
        Optional<Long> size = Optional.ofNullable(level.numbers.get("size"));
        if (!level.action.isEmpty() && size.isPresent() && level.path.contains("device_traces.")) {
            trace(level.path).event(level.action, size.orElseThrow());
        }
        if (level.numbers.containsKey("total_size")
                && level.path.matches("(?:segments\\.)?[0-9]{1,9}")) {
            state.segment(
                    level.numbers.getOrDefault("device", 0L),
                    level.numbers.getOrDefault("total_size", 0L),
                    level.numbers.getOrDefault("allocated_size", 0L));
        }
    }

    private Trace trace(String path) {
        Matcher device = Pattern.compile("device_traces\\.([0-9]{1,3})\\.").matcher(path);
        int index = device.find() ? Integer.parseInt(device.group(1)) : 0;
        while (traces.size() <= index) {
            traces.add(new Trace());
        }
        return traces.get(index);
    }
}
