package io.shardfit.application.comparison;

import io.shardfit.application.comparison.Comparison.LeftOut;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether what was printed can be of a run of the plan: of its engine, and of no more ranks than
/// it has. What is of another run is compared with nothing.
final class SameRun {
    private static final Set<String> MEGATRON = Set.of("megatron-core", "deepspeed");

    /// Whose plan a program's lines belong to; Megatron-DeepSpeed prints both kinds.
    private static final Map<String, Set<String>> CONVENTIONS =
            Map.of(
                    "vLLM",
                    Set.of("vllm"),
                    "SGLang",
                    Set.of("sglang"),
                    "torchtitan",
                    Set.of("torchtitan"),
                    "Megatron-LM",
                    MEGATRON,
                    "Megatron-Bridge",
                    MEGATRON,
                    "DeepSpeed",
                    MEGATRON);

    private static final Set<String> ENGINES = Set.of("vLLM", "SGLang");
    private static final Pattern DEGREE = Pattern.compile("(?:^|[_ ])(TP|PP)([0-9]{1,5})");

    private final DeploymentPlan plan;
    private final List<Measurement> same = new ArrayList<>();
    private final Map<String, LeftOut> others = new LinkedHashMap<>();

    SameRun(DeploymentPlan plan, List<Measurement> measurements) {
        this.plan = plan;
        Map<String, String> tooMany = new LinkedHashMap<>();
        for (Measurement measurement : measurements) {
            tooMany(measurement.origin())
                    .ifPresent(reason -> tooMany.putIfAbsent(measurement.file(), reason));
        }
        for (Measurement measurement : measurements) {
            Optional<String> reason =
                    otherProgram(measurement.program())
                            .or(() -> Optional.ofNullable(tooMany.get(measurement.file())));
            reason.ifPresentOrElse(
                    why ->
                            others.putIfAbsent(
                                    measurement.file() + why, new LeftOut(measurement, why)),
                    () -> same.add(measurement));
        }
    }

    List<Measurement> measurements() {
        return same;
    }

    /// {@return one of each file and reason}
    List<LeftOut> others() {
        return List.copyOf(others.values());
    }

    private Optional<String> otherProgram(String program) {
        if (!CONVENTIONS.containsKey(program)) {
            return Optional.empty();
        }
        String convention = plan.convention().name();
        boolean serves = plan.workload() instanceof Inference;
        boolean belongs =
                convention.equals("multiplicative")
                        ? serves == ENGINES.contains(program)
                        : CONVENTIONS.get(program).contains(convention);
        return belongs
                ? Optional.empty()
                : Optional.of(
                        "it is of another run: %s printed it, and the plan %s with %s"
                                .formatted(program, serves ? "serves" : "trains", convention));
    }

    private Optional<String> tooMany(Origin origin) {
        return switch (origin) {
            case Origin.Rank(int rank) ->
                    beyond("rank", rank, plan.groups().worldSize(), "GPUs in all");
            case Origin.Worker(String name, OptionalInt _) -> tooMany(name);
            case Origin.Device _, Origin.Unknown _ -> Optional.empty();
        };
    }

    private Optional<String> tooMany(String worker) {
        Matcher degree = DEGREE.matcher(worker);
        while (degree.find()) {
            boolean tensor = degree.group(1).equals("TP");
            Optional<String> reason =
                    beyond(
                            degree.group(1),
                            Integer.parseInt(degree.group(2)),
                            tensor ? plan.strategy().tensor() : plan.strategy().pipeline(),
                            tensor ? "tensor-parallel ranks" : "pipeline stages");
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    /// Ranks count from 0.
    private static Optional<String> beyond(String what, int rank, int ranks, String counted) {
        return rank < ranks
                ? Optional.empty()
                : Optional.of(
                        "the file is of another run: it has a %s %d, and the plan %d %s"
                                .formatted(what, rank, ranks, counted));
    }
}
