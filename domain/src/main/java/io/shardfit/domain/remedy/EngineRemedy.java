package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.Optional;

/// Changes of how a model is stored for serving and of what its engine is told.
public sealed interface EngineRemedy extends Remedy {
    Inference change(Inference inference);

    @Override
    default DeploymentPlan applyTo(DeploymentPlan plan) {
        return plan.workload() instanceof Inference inference
                ? plan.withWorkload(change(inference))
                : plan;
    }

    record SetBatchedTokens(int tokens) implements EngineRemedy {
        @Override
        public Inference change(Inference inference) {
            EngineLimits now = inference.engine();
            return inference.withEngine(
                    new EngineLimits(
                            now.memoryFraction(),
                            Optional.of(tokens),
                            now.maxSequences(),
                            now.cudaGraphs(),
                            now.latentCache(),
                            now.draftParameters(),
                            now.speculativeLayers(),
                            now.loadBits(),
                            now.sampler(),
                            now.expertBackend()));
        }

        @Override
        public String edit() {
            return "workload.inference.maxBatchedTokens: " + tokens;
        }

        @Override
        public Lever lever() {
            return Lever.BATCHED_TOKENS;
        }
    }

    /// A checkpoint quantised with scales per group or block of weights.
    record Quantize(WeightFormat format) implements EngineRemedy {
        @Override
        public Inference change(Inference inference) {
            return new Inference(
                    inference.concurrentSequences(),
                    inference.contextLength(),
                    format,
                    inference.keyValuePrecision(),
                    inference.keyValueBlock(),
                    inference.engine(),
                    inference.routing());
        }

        @Override
        public String edit() {
            return "workload.inference.quantization.format: " + format.scheme().word();
        }

        @Override
        public Lever lever() {
            return Lever.WEIGHTS;
        }
    }
}
