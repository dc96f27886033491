package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// `nvidia-smi --query-gpu=… --format=csv`, `--query-compute-apps=…`, with or without header and
/// units. Without a header the columns have no names: of two amounts the larger is the total, a
/// single one is what is used, and of more nothing is read.
final class NvidiaSmiCsvLines implements LineReader {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9}) MiB");
    private static final Pattern BARE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern GPU_NAME =
            Pattern.compile("(?:NVIDIA|Tesla|Quadro|GeForce|GRID) .{1,60}");

    /// What else a row can hold: index, UUID, bus, percentage, watt, date, state.
    private static final Pattern OTHER =
            Pattern.compile(
                    "[0-9]{1,9}|GPU-[0-9a-f-]{36}|[0-9A-Fa-f]{8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-9]"
                            + "|[0-9.]{1,9} (?:%|W|MHz)|\\[?N/A]?|\\[Not Supported]"
                            + "|[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9:.]{8,15}|P[0-9]{1,2}");

    private static final int MOST_COLUMNS = 200;
    private static final String UNNAMED =
            NvidiaSmi.PROGRAM
                    + " without header (one amount, or the smaller of two, is taken as used)";

    /// An amount that is none: negative, too long, or with a fraction.
    private static final Pattern BROKEN = Pattern.compile("[-+.0-9eE]{1,60} (?:MiB|GiB|MB|GB)");

    private final Complaints complaints = new Complaints();
    private List<String> header = List.of();
    private int rows;

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        boolean possible =
                !header.isEmpty() || line.has("MiB") || GPU_NAME.matcher(line.text()).find();
        if (!possible) {
            return;
        }
        List<String> cells = cells(line.text());
        if (cells.stream().anyMatch(cell -> role(cell).isPresent())) {
            header = cells;
            rows = 0;
        } else if (!header.isEmpty() && cells.size() == header.size()) {
            named(line, cells, found);
        } else {
            header = List.of();
            unnamed(line, cells, found);
        }
    }

    private static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        for (String cell : text.split(",", MOST_COLUMNS)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static Optional<Quantity> role(String column) {
        return switch (column) {
            case "memory.used [MiB]", "used_gpu_memory [MiB]" -> Optional.of(Quantity.DEVICE_USED);
            case "memory.total [MiB]" -> Optional.of(Quantity.DEVICE_TOTAL);
            case String _ -> Optional.empty();
        };
    }

    private void named(LogLine line, List<String> cells, Consumer<Measurement> found) {
        Origin device = new Origin.Device(index(cells));
        for (int i = 0; i < cells.size(); i++) {
            Optional<Quantity> role = role(header.get(i));
            Optional<String> digits = digits(cells.get(i));
            if (role.isPresent() && digits.isPresent()) {
                found.accept(
                        line.measured(
                                role.orElseThrow(),
                                NvidiaSmi.mebibytes(digits.orElseThrow()),
                                device,
                                NvidiaSmi.PROGRAM));
            } else if (role.isPresent()) {
                complaints.add(line.place(), header.get(i), cells.get(i));
            }
        }
        rows++;
    }

    private int index(List<String> cells) {
        int column = header.indexOf("index");
        return column >= 0 && cells.get(column).matches("[0-9]{1,3}")
                ? Integer.parseInt(cells.get(column))
                : rows;
    }

    private static Optional<String> digits(String cell) {
        var withUnit = AMOUNT.matcher(cell);
        if (withUnit.matches()) {
            return Optional.of(withUnit.group(1));
        }
        return BARE.matcher(cell).matches() ? Optional.of(cell) : Optional.empty();
    }

    /// Only what cannot be anything else: cells with MiB, or bare numbers beside the name of a GPU.
    private void unnamed(LogLine line, List<String> cells, Consumer<Measurement> found) {
        List<String> broken =
                cells.stream().filter(cell -> !belongsToARow(cell) && isBroken(cell)).toList();
        if (!broken.isEmpty()
                && cells.stream().allMatch(cell -> isBroken(cell) || belongsToARow(cell))) {
            complaints.add(line.place(), "an amount of " + NvidiaSmi.PROGRAM, broken.getFirst());
            return;
        }
        boolean units = cells.stream().anyMatch(cell -> AMOUNT.matcher(cell).matches());
        boolean gpu = cells.stream().anyMatch(cell -> GPU_NAME.matcher(cell).matches());
        if (!units && !gpu || !cells.stream().allMatch(NvidiaSmiCsvLines::belongsToARow)) {
            return;
        }
        List<Long> amounts =
                cells.stream()
                        .skip(!units && BARE.matcher(cells.getFirst()).matches() ? 1 : 0)
                        .filter(cell -> !units || AMOUNT.matcher(cell).matches())
                        .flatMap(cell -> digits(cell).stream())
                        .map(Long::valueOf)
                        .sorted()
                        .toList();
        if (amounts.isEmpty() || amounts.size() > 2) {
            return;
        }
        boolean numbered = cells.size() > amounts.size() && cells.getFirst().matches("[0-9]{1,3}");
        Origin device = new Origin.Device(numbered ? Integer.parseInt(cells.getFirst()) : rows);
        found.accept(unnamed(line, Quantity.DEVICE_USED, amounts.getFirst(), device));
        if (amounts.size() == 2) {
            found.accept(unnamed(line, Quantity.DEVICE_TOTAL, amounts.getLast(), device));
        }
        rows++;
    }

    @Override
    public List<String> complaints() {
        return complaints.all();
    }

    private static boolean isBroken(String cell) {
        return BROKEN.matcher(cell).matches();
    }

    private static boolean belongsToARow(String cell) {
        return AMOUNT.matcher(cell).matches()
                || GPU_NAME.matcher(cell).matches()
                || OTHER.matcher(cell).matches();
    }

    private static Measurement unnamed(
            LogLine line, Quantity quantity, long mebibytes, Origin device) {
        return line.measured(
                quantity, NvidiaSmi.mebibytes(Long.toString(mebibytes)), device, UNNAMED);
    }
}
