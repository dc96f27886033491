package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// NVIDIA/TensorRT-LLM: groups, layers and experts tensorrt_llm/mapping.py@05ebebb (the sentence
/// about moe_world_size is a later release's), heads tensorrt_llm/_torch/modules/attention.py,
/// widths tensorrt_llm/_torch/modules/linear.py, key-value heads
/// tensorrt_llm/_torch/models/modeling_utils.py.
record TensorRtLlmWords(TensorRtLlm tensorrt) implements FrameworkWords {
    private static final String NAME = "tensorrt-llm";

    private static Optional<String> says(String sentence) {
        return EngineWords.says(NAME, sentence);
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0 ? Optional.empty() : says("assert self.num_heads % tp_size == 0");
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return EngineWords.keyValueHeads(NAME, heads, ranks, "num_kv_heads");
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return width % ranks == 0
                ? Optional.empty()
                : says("out_features %d must be divisible by tp_size %d".formatted(width, ranks));
    }

    @Override
    public Optional<String> layers(int layers, int stages, int virtualStages) {
        return stages <= layers
                ? Optional.empty()
                : says("pp size cannot be larger than num_hidden_layers");
    }

    /// Each rank takes the whole quotient; a remainder would be held by none.
    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        int redundant = plan.strategy().expertSplit().redundant();
        if ((experts.count() + redundant) % ranks == 0) {
            return Optional.empty();
        }
        return redundant > 0
                ? says("assert self.num_slots % self.ep_size == 0")
                : Optional.of(
                        "ranks hold E ÷ EP experts each, rounded down: some would be held by none");
    }

    @Override
    public String batch(Training training, int replicas) {
        return EngineWords.batch(NAME);
    }

    @Override
    public Optional<String> tooFewGpus(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        return s.data() > 1
                ? Optional.empty()
                : says(
                        ("world_size must equal to tp_size * pp_size * cp_size, but got %d != %d * %d"
                                        + " * %d.")
                                .formatted(
                                        plan.cluster().gpus(),
                                        s.tensor(),
                                        s.pipeline(),
                                        s.context()));
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        int attention = s.dataSplit().attention();
        if (attention != 1 && attention != s.tensor()) {
            refusals.add(
                    Refusal.ours(
                            "attention data parallel is a switch: 1 (off) or TP = %d (on), got %d"
                                    .formatted(s.tensor(), attention),
                            Degree.ATTENTION_DATA,
                            Degree.TENSOR));
        }
        if (plan.model().experts().isPresent()) {
            expertGroups(s).ifPresent(refusals::add);
        }
        return refusals;
    }

    private Optional<Refusal> expertGroups(ParallelStrategy s) {
        int split = s.expertSplit().tensor().orElse(s.tensor() / s.expert());
        int product = split * s.expert();
        if (product != s.tensor()) {
            return Optional.of(
                    Refusal.quoted(
                            ("moe_tp_size * moe_ep_size * moe_cluster_size must equal to"
                                            + " moe_world_size, but got %d != %d")
                                    .formatted(product, s.tensor()),
                            Degree.EXPERT,
                            Degree.TENSOR));
        }
        return s.expert() > 1 && s.context() > 1
                ? Optional.of(
                        Refusal.quoted(
                                "CP CpType.ULYSSES doesn't support MoE tp/ep yet",
                                Degree.CONTEXT,
                                Degree.EXPERT))
                : Optional.empty();
    }

    @Override
    public Optional<String> work(Workload workload) {
        return EngineWords.work(NAME, workload);
    }
}
