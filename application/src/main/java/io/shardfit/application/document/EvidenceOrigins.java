package io.shardfit.application.document;

import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.HardwareFinding;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryDiffers;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryExceeded;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryIsTight;
import io.shardfit.domain.verdict.MemoryFinding.MemoryExceeded;
import io.shardfit.domain.verdict.MemoryFinding.MemoryIsTight;
import io.shardfit.domain.verdict.ModelFinding;
import io.shardfit.domain.verdict.ServingFinding;
import io.shardfit.domain.verdict.StrategyFinding;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which number of the document a finding takes over: by what it is, for two numbers of bytes are
/// easily the same, such as a declaration of 80 GiB and what a GPU has.
final class EvidenceOrigins {
    private static final String DECLARED = "memory.declared.bytes";
    private static final String BUDGET = "memory.budgetBytes";
    private static final String WORST = "memory.worst";

    /// The end of an estimate, and what it is called where parts are added up.
    private static final Map<String, String> ENDS =
            Map.of("low", "lowBytes", "expected", "totalBytes", "high", "highBytes");

    private EvidenceOrigins() {}

    /// {@return the path of the number that a component of a finding is; empty if it is its own}
    ///
    /// @param component such as `capacity`, or `need.high` for an end of an estimate
    static Optional<String> of(Finding finding, String component, Explanation document) {
        return Optional.ofNullable(paths(finding, document).get(component));
    }

    private static Map<String, String> paths(Finding finding, Explanation document) {
        return switch (finding) {
            case MemoryExceeded _ ->
                    Map.of("need", WORST + ".totalBytes", "capacity", "memory.capacityBytes");
            case MemoryIsTight tight -> tight(tight, document);
            case DeclaredMemoryExceeded exceeded ->
                    Map.of("need", DECLARED, "capacity", capacity(exceeded.meaning()));
            case DeclaredMemoryIsTight _ -> Map.of("need", DECLARED, "budget", BUDGET);
            case DeclaredMemoryDiffers _ ->
                    Map.of(
                            "declared",
                            DECLARED,
                            "low",
                            WORST + ".lowBytes",
                            "high",
                            WORST + ".highBytes");
            case HardwareFinding.UsableMemoryNotPublished _ ->
                    Map.of("used", "memory.capacityBytes");
            case ModelFinding.ParametersDiffer _ -> Map.of("computed", "model.parameters.total");
            case ServingFinding.WeightsDoNotLoad _ -> Map.of("needed", "serving.loadingBytes");
            case ServingFinding.GraphsDoNotFit _ -> Map.of("available", "memory.capacityBytes");
            case StrategyFinding.TooFewGpus _, StrategyFinding.GpusStayIdle _ ->
                    Map.of("required", "gpus.required", "available", "gpus.available");
            default -> Map.of();
        };
    }

    /// What a framework can allocate, or else what the device has or is said to have.
    private static String capacity(GpuMemory.Meaning meaning) {
        return meaning == GpuMemory.Meaning.USABLE ? "memory.capacityBytes" : "memory.deviceBytes";
    }

    /// The stage that may need most is not always the one that is expected to.
    private static Map<String, String> tight(MemoryIsTight finding, Explanation document) {
        Map<String, String> paths = new HashMap<>(Map.of("budget", BUDGET));
        Stream.concat(
                        Stream.of(WORST),
                        IntStream.iterate(
                                        0,
                                        i -> document.number(stage(i) + ".totalBytes").isPresent(),
                                        i -> i + 1)
                                .mapToObj(EvidenceOrigins::stage))
                .filter(stage -> isOf(finding.need(), stage, document))
                .findFirst()
                .ifPresent(stage ->
                        ENDS.forEach((end, name) -> paths.put("need." + end, stage + "." + name)));
        return paths;
    }

    private static String stage(int index) {
        return "memory.stages[%d]".formatted(index);
    }

    private static boolean isOf(Estimate need, String stage, Explanation document) {
        return isAt(document, stage + ".lowBytes", need.low().bytes())
                && isAt(document, stage + ".totalBytes", need.expected().bytes())
                && isAt(document, stage + ".highBytes", need.high().bytes());
    }

    /// {@return whether the document has this number there}
    static boolean isAt(Explanation document, String path, long value) {
        return document.number(path)
                .filter(figure -> figure.value().compareTo(BigDecimal.valueOf(value)) == 0)
                .isPresent();
    }
}
