package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.strategy.ContextSplit;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// vllm-project/vllm: heads vllm/config/model.py, groups vllm/config/parallel.py@00193b8, uneven
/// experts and EPLB vllm/model_executor/layers/fused_moe/layer.py, world size
/// vllm/config/parallel.py and vllm/v1/worker/gpu_worker.py, context vllm/config/model.py.
record VLlmWords(VLlm vllm) implements FrameworkWords {
    private static final String NAME = "vllm";

    private static Optional<String> says(String sentence) {
        return EngineWords.says(NAME, sentence);
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0
                ? Optional.empty()
                : says(
                        "Total number of attention heads (%d) must be divisible by tensor parallel size (%d)."
                                .formatted(heads, ranks));
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return EngineWords.keyValueHeads(NAME, heads, ranks, "self.total_num_kv_heads");
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return EngineWords.width(NAME, width, ranks);
    }

    /// Uneven counts are taken, except by the load balancer.
    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        int redundant = plan.strategy().expertSplit().redundant();
        int slots = experts.count() + redundant;
        return redundant == 0 || slots % ranks == 0
                ? Optional.empty()
                : says(
                        ("EPLB currently only supports even distribution of experts across ranks. Got"
                                        + " %d experts and %d EP ranks.")
                                .formatted(slots, ranks));
    }

    @Override
    public String withoutExperts() {
        return "\"Number of experts in the model must be greater than 0 when expert parallelism is"
                + " enabled.\"";
    }

    @Override
    public String batch(Training training, int replicas) {
        return EngineWords.batch(NAME);
    }

    @Override
    public Optional<String> tooFewGpus(DeploymentPlan plan) {
        int gpus = Math.min(plan.cluster().gpus(), plan.cluster().gpusPerNode());
        int engine = vllm.engineSize(plan.strategy());
        return engine > gpus
                ? says(
                        ("World size (%d) is larger than the number of available GPUs (%d) in this"
                                        + " node.")
                                .formatted(engine, gpus))
                : says("DP adjusted local rank %d is out of bounds. ".formatted(gpus));
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        firstReleases(plan).ifPresent(refusals::add);
        if (plan.model().experts().isPresent()) {
            expertDegree(s).ifPresent(refusals::add);
            tooManyRanks(plan).ifPresent(refusals::add);
            refusals.addAll(
                    FrameworkWords.derivedExpertTensor(
                            plan, s.expert() > 1 ? "EP on" : "EP off: TP × PCP × DP"));
        }
        balancer(s).ifPresent(refusals::add);
        contextGroups(s).or(() -> splitCache(plan)).ifPresent(refusals::add);
        return refusals;
    }

    /// vLLM 0.1 placed one worker per GPU of a Ray node and wanted none left over
    /// (github.com/vllm-project/vllm/issues/596); later releases do not mind.
    private static Optional<Refusal> firstReleases(DeploymentPlan plan) {
        int tensor = plan.strategy().tensor();
        int gpus = Math.min(plan.cluster().gpus(), plan.cluster().gpusPerNode());
        return plan.framework().isBefore("0.2") && tensor < gpus && gpus % tensor != 0
                ? Optional.of(
                        Refusal.quoted(
                                "The number of GPUs per node is not divisible by the number of tensor"
                                        + " parallelism.",
                                "strategy.tensorParallel",
                                "hardware.gpusPerNode"))
                : Optional.empty();
    }

    private Optional<Refusal> expertDegree(ParallelStrategy s) {
        int ranks = vllm.expertRanks(s);
        return s.expert() == 1 || s.expert() == ranks
                ? Optional.empty()
                : Optional.of(
                        Refusal.ours(
                                ("expert parallel is a switch, not a degree: 1 (off) or TP × PCP × DP"
                                                + " = %d (on), got %d")
                                        .formatted(ranks, s.expert()),
                                Degree.EXPERT));
    }

    private static Optional<Refusal> tooManyRanks(DeploymentPlan plan) {
        int tensor = plan.strategy().tensor();
        int experts = plan.model().experts().map(Experts::count).orElse(tensor);
        return tensor <= experts
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                "Tensor parallel size %d is greater than the number of experts %d."
                                        .formatted(tensor, experts),
                                Degree.TENSOR));
    }

    /// Redundant experts are the load balancer's, which wants expert parallelism over several
    /// ranks; without it nothing balances, and the copies are refused by themselves.
    private Optional<Refusal> balancer(ParallelStrategy s) {
        int redundant = s.expertSplit().redundant();
        if (redundant == 0) {
            return Optional.empty();
        }
        if (vllm.expertRanks(s) == 1) {
            return Optional.of(
                    Refusal.quoted(
                            "EPLB requires tensor, prefill-context, or data parallelism, but got TP=1,"
                                    + " PCP=1, DP=1.",
                            Degree.REDUNDANT_EXPERTS,
                            Degree.TENSOR));
        }
        return s.expert() > 1
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("num_redundant_experts is set to %d but EPLB is not enabled. Either"
                                                + " enable EPLB or unset num_redundant_experts.")
                                        .formatted(redundant),
                                Degree.REDUNDANT_EXPERTS,
                                Degree.EXPERT));
    }

    private static Optional<Refusal> contextGroups(ParallelStrategy s) {
        ContextSplit split = s.contextSplit();
        int tensor = s.tensor();
        if (split.prefill() > 1 && s.data() > 1) {
            return Optional.of(
                    Refusal.quoted(
                            "PCP does not support data parallelism yet.",
                            Degree.PREFILL_CONTEXT,
                            Degree.DATA));
        }
        if (split.prefill() == 1) {
            return tensor % split.decode() == 0
                    ? Optional.empty()
                    : Optional.of(
                            Refusal.quoted(
                                    "tp_size=%d must be divisible by dcp_size=%d."
                                            .formatted(tensor, split.decode()),
                                    Degree.DECODE_CONTEXT,
                                    Degree.TENSOR));
        }
        TreeSet<Integer> valid =
                new TreeSet<>(List.of(1, split.prefill(), tensor * split.prefill()));
        return valid.contains(split.decode())
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("When PCP is enabled, DCP must be disabled, span the PCP axis, or"
                                                + " span the full TP x PCP axis. Got TP=%d, PCP=%d, DCP=%d;"
                                                + " valid DCP sizes are %s.")
                                        .formatted(tensor, split.prefill(), split.decode(), valid),
                                Degree.DECODE_CONTEXT));
    }

    /// Only ranks that would hold the same key-value head have something to split
    /// (vllm/config/model.py@18ec662, ModelConfig.verify_with_parallel_config; latent attention
    /// repeats its cache on every rank and passes). Read for ranks without prefill context
    /// parallelism, which that source does not have.
    private static Optional<Refusal> splitCache(DeploymentPlan plan) {
        ContextSplit split = plan.strategy().contextSplit();
        return split.decode() > 1
                        && split.prefill() == 1
                        && plan.model().attention() instanceof GroupedQuery heads
                ? splitCache(heads, plan.strategy().tensor(), split.decode())
                        .map(words -> Refusal.quoted(words, Degree.DECODE_CONTEXT, Degree.TENSOR))
                : Optional.empty();
    }

    private static Optional<String> splitCache(GroupedQuery attention, int tensor, int decode) {
        int heads = attention.keyValueHeads();
        if (tensor <= heads) {
            return Optional.of(
                    ("tensor parallel size %d must be greater than total num kv heads %d when"
                                    + " enable decode context parallel for GQA/MQA")
                            .formatted(tensor, heads));
        }
        if (decode > tensor / heads) {
            return Optional.of(
                    ("decode context parallel size must less than or equal to (tensor parallel"
                                    + " size %d // total num kv heads %d) = %d, but got %d")
                            .formatted(tensor, heads, tensor / heads, decode));
        }
        int queries = attention.heads() / heads;
        return queries % decode == 0
                ? Optional.empty()
                : Optional.of(
                        ("Total number of q per kv attn heads (%d) must be divisible by dcp world"
                                        + " size when enable decode context parallel for GQA (%d).")
                                .formatted(queries, decode));
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
                                ("User-specified max_model_len (%d) is greater than the derived max_model_len"
                                                + " (max_position_embeddings=%d or model_max_length=None in model's"
                                                + " config.json).")
                                        .formatted(contextLength, positions),
                                "workload.inference.contextLength"));
    }

    /// vllm-project/vllm@02a43f8 vllm/config.py, SchedulerConfig._verify_args; today only the
    /// second (vllm/config/scheduler.py), and a number of sequences that nobody gave gives way.
    @Override
    public List<Refusal> steps(DeploymentPlan plan, Inference inference) {
        EngineSettings settings = new EngineSettings(plan, inference);
        long tokens = settings.batched().value().longValueExact();
        long sequences = settings.mostSequences().value().longValueExact();
        boolean insists =
                plan.framework().isBefore("0.8") || inference.engine().maxSequences().isPresent();
        List<Refusal> refusals = new ArrayList<>();
        if (tokens < inference.contextLength() && !settings.cutsPrompts()) {
            refusals.add(
                    Refusal.quoted(
                            ("max_num_batched_tokens (%d) is smaller than max_model_len (%d). This"
                                            + " effectively limits the maximum sequence length to"
                                            + " max_num_batched_tokens and makes vLLM reject longer"
                                            + " sequences. Please increase max_num_batched_tokens or"
                                            + " decrease max_model_len.")
                                    .formatted(tokens, inference.contextLength()),
                            "workload.inference.maxBatchedTokens",
                            "workload.inference.contextLength"));
        }
        if (tokens < sequences && insists) {
            refusals.add(
                    Refusal.quoted(
                            ("max_num_batched_tokens (%d) must be greater than or equal to max_num_seqs"
                                            + " (%d).")
                                    .formatted(tokens, sequences),
                            "workload.inference.maxBatchedTokens",
                            "workload.inference.maxSequences"));
        }
        return refusals;
    }

    @Override
    public Optional<Refusal> blocks(boolean expert, int width, int block) {
        return EngineWords.blocks(expert, width, block);
    }
}
