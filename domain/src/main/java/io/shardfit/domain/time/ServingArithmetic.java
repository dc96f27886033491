package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import java.util.ArrayList;
import java.util.List;

/// The printed arithmetic of {@link ServingPass}.
final class ServingArithmetic {
    private static final String MODEL = "model, workload.inference and strategy";

    private ServingArithmetic() {}

    /// {@return a part of a step: as many passes as there are stages}
    static Derivation of(ServingPass pass, DeploymentPlan plan, TimePart part, Pace pace) {
        return Derivation.of(
                plan.strategy().pipeline() * pass.seconds(part, pace),
                "seconds",
                "PP × pass",
                KnownTime.SOURCE,
                term("PP", plan.strategy().pipeline(), "stages", "strategy.pipelineParallel"),
                term("pass", part.label() + " of one pass of a stage", one(pass, part, pace)));
    }

    static Derivation pass(ServingPass pass, DeploymentPlan plan, Pace pace) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TimePart part : TimePart.values()) {
            if (pass.seconds(part, pace) > 0) {
                names.add(part.id());
                terms.add(term(part.id(), part.label(), one(pass, part, pace)));
            }
        }
        return Derivation.of(
                pass.seconds(pace),
                "seconds",
                String.join(" + ", names),
                KnownTime.SOURCE,
                terms.toArray(Term[]::new));
    }

    private static Derivation one(ServingPass pass, TimePart part, Pace pace) {
        Rates rates = pass.rates();
        return switch (part) {
            case MATRIX_PRODUCTS -> RateArithmetic.matmul(1, pass.products(), "FLOP", rates, pace);
            case ATTENTION -> RateArithmetic.scores(1, pass.scores(), rates, pace);
            case MEMORY_TRAFFIC -> traffic(pass, pace);
            case TENSOR_EXCHANGE -> RateArithmetic.exchange(1, 1, pass.tensor(), rates, pace);
            case EXPERT_EXCHANGE -> RateArithmetic.exchange(1, 1, pass.expert(), rates, pace);
            case KERNEL_STARTS ->
                    Derivation.of(
                            pass.seconds(part, pace),
                            "seconds",
                            "kernels × start",
                            KnownTime.SOURCE,
                            term(
                                    "kernels",
                                    pass.starts(),
                                    ServingPass.KERNELS + " for each layer of a stage",
                                    MODEL),
                            ServingPass.KERNEL.term("start", pace, "start of a kernel"));
            case EXPERT_PRODUCTS,
                    CONTEXT_EXCHANGE,
                    EXPERT_TENSOR_EXCHANGE,
                    PIPELINE_EXCHANGE,
                    DATA_EXCHANGE,
                    OPTIMIZER,
                    PIPELINE_IDLE ->
                    RateArithmetic.nothing();
        };
    }

    private static Derivation traffic(ServingPass pass, Pace pace) {
        Rates rates = pass.rates();
        return Derivation.of(
                pass.seconds(TimePart.MEMORY_TRAFFIC, pace),
                "seconds",
                "max(0, weights - products) + max(0, cache - scores)",
                "a kernel works while it reads; what reading takes longer is traffic",
                term(
                        "weights",
                        "weights that are read",
                        RateArithmetic.traffic(1, pass.weights(), rates, pace)),
                term(
                        "products",
                        "matrix products",
                        RateArithmetic.matmul(1, pass.products(), "FLOP", rates, pace)),
                term(
                        "cache",
                        "cached keys, values and states that are read",
                        RateArithmetic.traffic(1, pass.cache(), rates, pace)),
                term(
                        "scores",
                        "score and value products",
                        RateArithmetic.scores(1, pass.scores(), rates, pace)));
    }
}
