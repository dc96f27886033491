package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelGroups;

/// Memory that lies outside the framework's allocator in every training process.
///
/// NCCL: 392 MB per communicator (ai-dynamo/aiconfigurator@095f58a systems/h100_sxm.yaml, at TP 4
/// and 8), at most 0.5 GB (okoge-kaz memory estimator), at least a quarter of that because idle
/// channels are set up late. CUDA context: 300 to 500 MB (okoge-kaz memory estimator).
final class Communicators {
    static final ByteSize PER_GROUP = ByteSize.ofBytes(392_000_000);
    static final ByteSize CONTEXT = ByteSize.ofBytes(400_000_000);
    static final String SOURCE =
            "392 MB per communicator, ai-dynamo/aiconfigurator@095f58a systems/h100_sxm.yaml; up to"
                    + " 0.5 GB, okoge-kaz memory estimator (arXiv 2411.06465)";
    static final String CONTEXT_SOURCE =
            "300 to 500 MB, okoge-kaz memory estimator (arXiv 2411.06465)";

    /// Outside the allocator nvidia-smi shows 3.5 GiB with three or four communicators.
    static final ByteSize TRAINING_CONTEXT = ByteSize.ofBytes(2_400_000_000L);

    static final String TRAINING_SOURCE =
            "in-sample: nvidia-smi less reserved memory over 31 runs of Megatron-DeepSpeed"
                    + " (bigscience-workshop/bigscience) and Megatron-SWIFT (modelscope/ms-swift),"
                    + " less 392 MB per communicator";
    static final Interval TRAINING_CONTEXT_INTERVAL =
            Interval.between(
                    Ratio.of(1, 8),
                    Ratio.of(3, 2),
                    "300 MB for a bare context (okoge-kaz memory estimator), to 3.6 GB");

    static final Interval INTERVAL =
            Interval.between(
                    Ratio.of(1, 4), Ratio.of(500, 392), "a quarter to 0.5 GB per communicator");
    static final Interval CONTEXT_INTERVAL =
            Interval.between(Ratio.of(3, 4), Ratio.of(5, 4), "300 to 500 MB");

    private Communicators() {}

    /// {@return the groups of more than one rank that a process belongs to}
    static int groups(DeploymentPlan plan) {
        ParallelGroups groups = plan.groups();
        return more(plan.strategy().tensor())
                + more(plan.strategy().pipeline())
                + more(groups.denseShards())
                + more(plan.strategy().context())
                + more(groups.expert())
                + (plan.model().experts().isPresent() ? more(groups.expertShards()) : 0);
    }

    private static int more(int ranks) {
        return ranks > 1 ? 1 : 0;
    }

    static ByteSize bytes(DeploymentPlan plan) {
        return PER_GROUP.times(groups(plan));
    }

    static Derivation bytesHow(DeploymentPlan plan) {
        return Derivation.of(
                bytes(plan).bytes(),
                "bytes",
                "groups × perGroup",
                SOURCE,
                Derivation.term(
                        "groups",
                        groups(plan),
                        "groups of more than one rank: TP, PP, DP × CP, CP, EP, EDP",
                        "strategy"),
                Derivation.term("perGroup", PER_GROUP.bytes(), "bytes per communicator", SOURCE));
    }

    static ByteSize trainingContext() {
        return TRAINING_CONTEXT;
    }

    static Derivation trainingContextHow() {
        return Derivation.given(
                TRAINING_CONTEXT.bytes(),
                "bytes",
                "CUDA context, loaded kernels and library handles of a training process",
                TRAINING_SOURCE);
    }

    static Derivation contextHow() {
        return Derivation.given(CONTEXT.bytes(), "bytes", "CUDA context", CONTEXT_SOURCE);
    }
}
