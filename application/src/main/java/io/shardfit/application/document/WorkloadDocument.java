package io.shardfit.application.document;

import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Collection;
import java.util.Locale;

/// The `workload` member of a plan document. What follows from the recipe, or is usual, is left
/// out, so that a plan keeps its digest when the format learns more.
final class WorkloadDocument {
    private WorkloadDocument() {}

    static Json of(Workload workload) {
        Json.Builder fields =
                switch (workload) {
                    case Training training -> training(training);
                    case Inference inference -> inference(inference);
                };
        routing(fields, workload.routing());
        return fields.build();
    }

    private static Json.Builder training(Training t) {
        Json.Builder fields =
                Json.fields()
                        .with("kind", "training")
                        .with("globalBatch", number(t.globalBatch(), "training.globalBatch"))
                        .with("microBatch", number(t.microBatch(), "training.microBatch"))
                        .with(
                                "sequenceLength",
                                number(t.sequenceLength(), "training.sequenceLength"))
                        .with("precision", t.precision().word())
                        .with("optimizer", t.optimizer().word())
                        .with("zeroStage", number(t.zeroStage().ordinal(), "training.zeroStage"))
                        .with("recomputation", t.recomputation().word());
        states(fields, t.states());
        recomputation(fields, t.recomputed());
        kernels(fields, t.kernels());
        dispatch(fields, t.dispatch());
        return fields;
    }

    private static void states(Json.Builder fields, TrainingStates states) {
        TrainingStates usual =
                TrainingStates.of(states.precision(), states.optimizer(), states.zeroStage());
        if (states.weights() != usual.weights()) {
            fields.with("weightPrecision", states.weights().word());
        }
        if (!states.master().equals(usual.master())) {
            fields.with("masterPrecision", states.master().map(Precision::word).orElse("none"));
        }
        if (states.gradients() != usual.gradients()) {
            fields.with("gradientPrecision", states.gradients().word());
        }
        if (states.moments() != usual.moments()) {
            fields.with("momentPrecision", states.moments().word());
        }
        if (!states.reshardAfterForward()) {
            fields.with("reshardAfterForward", new Json.Flag(false));
        }
        if (!states.offload().equals(Offload.NONE)) {
            fields.with("offload", offload(states.offload()));
        }
        states.adapter().ifPresent(adapter -> fields.with("adapter", adapter(adapter)));
    }

    private static Json offload(Offload offload) {
        return Json.fields()
                .with("optimizer", PlanDocument.decimal(offload.optimizer().fraction()))
                .with("parameters", new Json.Flag(offload.parameters()))
                .with("activationLayers", number(offload.activationLayers(), "offload"))
                .build();
    }

    private static Json adapter(Adapter adapter) {
        return Json.fields()
                .with("rank", number(adapter.rank(), "adapter.rank"))
                .with("modules", words(adapter.targets()))
                .with("frozenBits", number(adapter.frozenBits(), "frozenPrecision"))
                .build();
    }

    private static void recomputation(Json.Builder fields, Recomputation again) {
        if (!again.equals(Recomputation.of(again.amount()))) {
            fields.with("recomputeModules", words(again.modules()))
                    .with("recomputeMethod", word(again.method()))
                    .with("recomputeLayers", number(again.layers(), "recomputeLayers"));
        }
    }

    private static void kernels(Json.Builder fields, TrainingKernels kernels) {
        if (!kernels.equals(TrainingKernels.FUSED)) {
            fields.with("attentionKernel", kernels.unfusedAttention() ? "unfused" : "flash")
                    .with("crossEntropy", word(kernels.crossEntropy()))
                    .with("compiled", new Json.Flag(kernels.compiled()));
        }
    }

    private static void dispatch(Json.Builder fields, ExpertDispatch dispatch) {
        if (!dispatch.equals(ExpertDispatch.ALLTOALL)) {
            fields.with(
                    "experts",
                    Json.fields()
                            .with("dispatcher", word(dispatch.dispatcher()))
                            .with(
                                    "capacityFactor",
                                    dispatch.capacityFactor().map(String::valueOf).orElse("none"))
                            .with("dropTokens", new Json.Flag(dispatch.dropTokens()))
                            .with("padToCapacity", new Json.Flag(dispatch.padToCapacity()))
                            .build());
        }
    }

    private static Json.Builder inference(Inference i) {
        Json.Builder fields =
                Json.fields()
                        .with("kind", "inference")
                        .with(
                                "concurrentSequences",
                                number(i.concurrentSequences(), "inference.concurrentSequences"))
                        .with("contextLength", number(i.contextLength(), "inference.contextLength"))
                        .with("weightPrecision", i.weightPrecision().word())
                        .with("kvCachePrecision", i.keyValuePrecision().word())
                        .with("kvCacheBlock", number(i.keyValueBlock(), "inference.kvCacheBlock"));
        if (!i.weights().equals(WeightFormat.of(i.weightPrecision()))) {
            fields.with("quantization", quantization(i.weights()));
        }
        if (!i.engine().equals(EngineLimits.DEFAULTS)) {
            fields.with("engine", engine(i.engine()));
        }
        return fields;
    }

    private static Json quantization(WeightFormat format) {
        return Json.fields()
                .with("format", format.scheme().word())
                .with("groupSize", number(format.groupSize(), "quantization.groupSize"))
                .with("wide", words(format.wide()))
                .build();
    }

    private static Json engine(EngineLimits limits) {
        Json.Builder fields = Json.fields();
        limits.memoryFraction()
                .ifPresent(share ->
                        fields.with("memoryFraction", PlanDocument.decimal(share.fraction())));
        limits.maxBatchedTokens()
                .ifPresent(most -> fields.with("maxBatchedTokens", number(most, "engine")));
        limits.maxSequences()
                .ifPresent(most -> fields.with("maxSequences", number(most, "engine")));
        limits.sampler().ifPresent(word -> fields.with("sampler", word.word()));
        limits.expertBackend().ifPresent(word -> fields.with("expertBackend", word.word()));
        fields.with("cudaGraphs", new Json.Flag(limits.cudaGraphs()))
                .with("latentCache", new Json.Flag(limits.latentCache()))
                .with("draftParameters", number(limits.draftParameters().count(), "engine"))
                .with("speculativeLayers", new Json.Flag(limits.speculativeLayers()));
        limits.sampler().ifPresent(sampler -> fields.with("sampler", sampler.word()));
        limits.expertBackend().ifPresent(backend -> fields.with("expertBackend", backend.word()));
        limits.loadBits().ifPresent(bits -> fields.with("loadBits", number(bits, "engine")));
        return fields.build();
    }

    private static void routing(Json.Builder fields, Routing routing) {
        switch (routing) {
            case Routing.Uniform _ -> {}
            case Routing.Balanced _ -> fields.with("routing", "balanced");
            case Routing.MaxOverMean skew -> fields.with("routing", "maxOverMean " + skew.factor());
            case Routing.Zipf skew -> fields.with("routing", "zipf " + skew.exponent());
            case Routing.Histogram skew -> fields.with("routing", "histogram " + skew.tokens());
        }
    }

    private static Json number(long value, String key) {
        return PlanDocument.number(value, key);
    }

    private static String words(Collection<? extends Enum<?>> constants) {
        return String.join(" ", constants.stream().map(WorkloadDocument::word).sorted().toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
