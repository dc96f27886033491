package io.shardfit.application.format;

import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Workload;
import java.util.Optional;

/// The `workload` section of a plan: either `training` or `inference`, and how tokens are routed.
final class WorkloadFormat {
    private final Problems problems;
    private final Fields workload;
    private final Optional<Convention> convention;

    WorkloadFormat(Problems problems, Fields workload, Optional<Convention> convention) {
        this.problems = problems;
        this.workload = workload;
        this.convention = convention;
    }

    Optional<Workload> read() {
        boolean trains = workload.has("training");
        boolean serves = workload.has("inference");
        if (trains == serves) {
            workload.error(
                    trains ? "inference" : "training",
                    trains ? "stands beside `training`" : "is missing, and so is `inference`",
                    "expected exactly one of them");
        }
        Routing routing = new RoutingFormat(problems, workload).read();
        Optional<Workload> result =
                trains
                        ? workload.childIfPresent("training")
                                .map(fields -> new TrainingFormat(fields, convention).read(routing))
                        : workload.childIfPresent("inference")
                                .map(fields ->
                                        new InferenceFormat(fields, convention).read(routing));
        workload.close();
        return result;
    }
}
