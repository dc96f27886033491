package io.shardfit.application.format;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Workload;
import java.util.Optional;

/// The `workload` section of a plan: either `training` or `inference`, and how tokens are routed.
final class WorkloadFormat {
    static final String EXPERTS = "experts in the model";
    static final String LATENT_ATTENTION = "latent attention in the model";

    private final Problems problems;
    private final Fields workload;
    private final Optional<Framework> framework;
    private final Optional<ModelArchitecture> model;

    /// @param model the model, where it could be read
    WorkloadFormat(
            Problems problems,
            Fields workload,
            Optional<Framework> framework,
            Optional<ModelArchitecture> model) {
        this.problems = problems;
        this.workload = workload;
        this.framework = framework;
        this.model = model;
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
        Routing routing = new RoutingFormat(problems, workload, model).read();
        Optional<Workload> result =
                trains
                        ? workload.childIfPresent("training")
                                .map(fields -> training(fields).read(routing))
                        : workload.childIfPresent("inference")
                                .map(fields -> inference(fields).read(routing));
        workload.close();
        return result;
    }

    private TrainingFormat training(Fields fields) {
        return new TrainingFormat(problems, fields, framework.map(Framework::convention), model);
    }

    private InferenceFormat inference(Fields fields) {
        return new InferenceFormat(fields, framework, model);
    }
}
