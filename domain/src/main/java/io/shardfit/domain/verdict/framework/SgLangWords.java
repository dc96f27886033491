package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// sgl-project/sglang: groups python/sglang/srt/server_args.py@001067f and
/// python/sglang/srt/model_executor/model_runner.py, heads
/// python/sglang/srt/models/llama.py@0023954 (an assertion without words), experts
/// python/sglang/srt/layers/moe/fused_moe_triton/layer.py, blocks
/// python/sglang/srt/layers/quantization/fp8.py, context python/sglang/srt/configs/model_config.py.
record SgLangWords(SgLang sglang) implements FrameworkWords {
    private static final String NAME = "sglang";

    private static Optional<String> says(String sentence) {
        return EngineWords.says(NAME, sentence);
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0
                ? Optional.empty()
                : says("assert self.total_num_heads % tp_size == 0");
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return EngineWords.keyValueHeads(NAME, heads, ranks, "self.total_num_kv_heads");
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return EngineWords.width(NAME, width, ranks);
    }

    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        int slots = experts.count() + plan.strategy().expertSplit().redundant();
        return slots % ranks == 0
                ? Optional.empty()
                : says("assert (num_experts - num_fused_shared_experts) % self.moe_ep_size == 0");
    }

    @Override
    public String batch(Training training, int replicas) {
        return EngineWords.batch(NAME);
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        attentionGroups(s).ifPresent(refusals::add);
        if (plan.model().experts().isPresent()) {
            expertGroups(s).ifPresent(refusals::add);
            refusals.addAll(FrameworkWords.derivedExpertTensor(plan, "TP ÷ EP"));
        }
        return refusals;
    }

    private static Optional<Refusal> attentionGroups(ParallelStrategy s) {
        int data = s.dataSplit().attention();
        if (s.tensor() % s.context() != 0) {
            return Optional.of(
                    Refusal.quoted(
                            "tp_size must be divisible by attn_cp_size",
                            Degree.CONTEXT,
                            Degree.TENSOR));
        }
        if (s.tensor() % ((long) data * s.context()) == 0) {
            return Optional.empty();
        }
        return Optional.of(
                Refusal.quoted(
                        s.context() > 1
                                ? "tp_size must be divisible by dp_size * attn_cp_size"
                                : "assert self.tp_size % self.dp_size == 0",
                        Degree.ATTENTION_DATA,
                        Degree.TENSOR));
    }

    private static Optional<Refusal> expertGroups(ParallelStrategy s) {
        if (s.expert() > s.tensor()) {
            return Optional.of(
                    Refusal.quoted(
                            "ep_size * moe_dp_size must be less than or equal to tp_size",
                            Degree.EXPERT,
                            Degree.TENSOR));
        }
        return s.tensor() % s.expert() == 0
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                "tp_size %d must be divisible by ep_size %d"
                                        .formatted(s.tensor(), s.expert()),
                                Degree.EXPERT,
                                Degree.TENSOR));
    }

    @Override
    public Optional<String> work(Workload workload) {
        return EngineWords.work(NAME, workload);
    }

    @Override
    public Optional<Refusal> context(int contextLength, int positions) {
        return contextLength <= positions
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("User-specified context_length (%d) is greater than the derived"
                                                + " context_length (%d).")
                                        .formatted(contextLength, positions),
                                "workload.inference.contextLength"));
    }

    @Override
    public Optional<Refusal> blocks(boolean expert, int width, int block) {
        return EngineWords.blocks(expert, width, block);
    }
}
