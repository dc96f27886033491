package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory report of Megatron-LM in MB = 2^20 bytes (NVIDIA/Megatron-LM@d98e8a6
/// megatron/training/utils/common_utils.py:313-335, and `cached` for `reserved` before PyTorch
/// 1.4), the one of Megatron-Bridge in GB = 10^9 bytes (NVIDIA-NeMo/Megatron-Bridge@067f987
/// src/megatron/bridge/training/utils/train_utils.py:1146-1213), and the theoretical footprint of
/// both (NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:481-484).
final class MegatronLines implements LineReader {
    private static final String LM = "Megatron-LM";
    private static final String BRIDGE = "Megatron-Bridge";
    private static final Pattern REPORT = Pattern.compile("memory \\((MB|GB)\\) \\|");
    private static final Pattern AFTER_STEP = Pattern.compile("after [0-9]{1,12} iterations\\)?");
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z][A-Za-z -]{2,40}): " + NUMBER + "(?= |$)");
    private static final Pattern ANY_FIELD =
            Pattern.compile("([A-Za-z][A-Za-z -]{2,40}): ([^ |]{1,200})(?= |$)");
    private static final Pattern THEORY =
            Pattern.compile(
                    "Theoretical memory footprints: weight and optimizer="
                            + NUMBER
                            + " MB(?:, activation="
                            + NUMBER
                            + " MB, total="
                            + NUMBER
                            + " MB)?");
    private static final PrintedUnit MB =
            PrintedUnit.binary("MB", 20, "NVIDIA/Megatron-LM@d98e8a6 divides by 1024 × 1024");
    private static final PrintedUnit GB =
            PrintedUnit.decimal("GB", 9, "NVIDIA-NeMo/Megatron-Bridge@067f987 divides by 10^9");

    private final Complaints complaints = new Complaints();

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        if (!line.has("emory ")) {
            return;
        }
        Matcher report = REPORT.matcher(line.text());
        if (report.find()) {
            boolean bridge = report.group(1).equals("GB");
            boolean afterStep = AFTER_STEP.matcher(line.text().substring(0, report.start())).find();
            complain(line, report.end(), afterStep);
            Matcher field = FIELD.matcher(line.text()).region(report.end(), line.text().length());
            while (field.find()) {
                String digits = field.group(2);
                quantity(field.group(1), afterStep)
                        .ifPresent(quantity ->
                                found.accept(
                                        line.measured(
                                                quantity,
                                                bridge
                                                        ? fiveDigits(digits)
                                                        : Amount.rounded(digits, MB),
                                                bridge ? BRIDGE : LM)));
            }
        }
        theory(line, found);
    }

    private void complain(LogLine line, int from, boolean afterStep) {
        Matcher any = ANY_FIELD.matcher(line.text()).region(from, line.text().length());
        while (any.find()) {
            if (!any.group(2).matches(NUMBER) && quantity(any.group(1), afterStep).isPresent()) {
                complaints.add(line.place(), any.group(1).strip(), any.group(2));
            }
        }
    }

    @Override
    public List<String> complaints() {
        return complaints.all();
    }

    /// Bridge keeps five significant digits and leaves out zeros at the end.
    private static Amount fiveDigits(String digits) {
        Amount amount = Amount.rounded(digits, GB);
        int whole = amount.number().precision() - amount.number().scale();
        String padded =
                amount.number()
                        .setScale(Math.max(amount.number().scale(), 5 - whole))
                        .toPlainString();
        return Amount.rounded(padded, GB);
    }

    private static Optional<Quantity> quantity(String field, boolean afterStep) {
        return Optional.of(field.strip())
                .map(name ->
                        switch (name) {
                            case "max allocated", "mem-max-allocated-gigabytes" ->
                                    Quantity.ALLOCATED_PEAK;
                            case "max reserved", "max cached", "mem-max-reserved-gigabytes" ->
                                    Quantity.RESERVED_PEAK;
                            case "allocated", "mem-allocated-gigabytes" ->
                                    afterStep
                                            ? Quantity.HELD_BETWEEN_STEPS
                                            : Quantity.ALLOCATED_NOW;
                            case "reserved", "cached", "mem-reserved-gigabytes" ->
                                    Quantity.RESERVED_NOW;
                            case "total device memory used" -> Quantity.DEVICE_USED;
                            case String _ -> null;
                        });
    }

    private static void theory(LogLine line, Consumer<Measurement> found) {
        Matcher theory = THEORY.matcher(line.text());
        if (theory.find()) {
            String total = theory.group(3) == null ? theory.group(1) : theory.group(3);
            found.accept(line.measured(Quantity.OWN_ESTIMATE, Amount.rounded(total, MB), LM));
        }
    }
}
