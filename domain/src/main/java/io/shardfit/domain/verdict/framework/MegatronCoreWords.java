package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// NVIDIA/Megatron-LM@d98e8a6: heads megatron/core/transformer/transformer_config.py:1446-1468,
/// widths megatron/core/utils.py:590-600, layers megatron/training/arguments.py:969-998, experts
/// :1655-1658, groups megatron/core/parallel_state.py:823-883, world size arguments.py:432, batch
/// megatron/core/num_microbatches_calculator.py:381-385, sequence arguments.py:1336 and
/// megatron/core/tensor_parallel/mappings.py:74, interleaving
/// megatron/core/pipeline_parallel/schedules.py:1160-1182. Its assertion that pipeline groups are
/// "expected to be the same for Non-Expert and Expert part" (megatron/core/parallel_state.py:904)
/// cannot fail in the default order of ranks: both kinds of groups stride by world size ÷ PP.
record MegatronCoreWords(MegatronCore megatron) implements FrameworkWords {
    private static final String STAGES =
            "Number of layers should be divisible by the pipeline-model-parallel size";
    private static final String CHUNKS =
            "number of layers per pipeline stage must be divisible number of layers per virtual"
                    + " pipeline stage";

    private static Optional<String> says(String sentence) {
        return Optional.of("megatron-core says: \"" + sentence + "\"");
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0
                ? Optional.empty()
                : says(
                        "num_attention_heads (%d) must be a multiple of tensor_model_parallel_size (%d)."
                                .formatted(heads, ranks));
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return heads % ranks == 0 || ranks % heads == 0
                ? Optional.empty()
                : says(
                        "num_query_groups (%d) must be a multiple or divisor of tensor_model_parallel_size (%d)."
                                .formatted(heads, ranks));
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return width % ranks == 0
                ? Optional.empty()
                : says("%d is not divisible by %d".formatted(width, ranks));
    }

    @Override
    public Optional<String> layers(int layers, int stages, int virtualStages) {
        if (layers % stages != 0) {
            return says(STAGES);
        }
        return layers % ((long) stages * virtualStages) == 0 ? Optional.empty() : says(CHUNKS);
    }

    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        return experts.count() % ranks == 0
                ? Optional.empty()
                : says("Number of experts should be a multiple of expert model parallel_size.");
    }

    @Override
    public String withoutExperts() {
        return "\"num_experts must be non None to use expert model parallelism\"";
    }

    @Override
    public String batch(Training training, int replicas) {
        return says("global batch size (%d) is not divisible by micro batch size (%d) times data parallel size (%d)"
                        .formatted(training.globalBatch(), training.microBatch(), replicas))
                .orElseThrow();
    }

    @Override
    public Optional<String> tooFewGpus(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        long model = (long) s.tensor() * s.pipeline() * s.context();
        int gpus = plan.cluster().gpus();
        return gpus % model == 0
                ? Optional.empty()
                : says(
                        "world size (%d) is not divisible by total_model_size (total_model_size=%d)"
                                .formatted(gpus, model));
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        int world = megatron.worldSize(strategy);
        int expertModel = megatron.expertModelSize(strategy);
        if (plan.model().experts().isPresent() && world % expertModel != 0) {
            refusals.add(
                    Refusal.quoted(
                            "world_size (%d) is not divisible by expert_tensor_model_pipeline_parallel size (%d)"
                                    .formatted(world, expertModel),
                            "strategy.expertParallel",
                            "strategy.expertTensorParallel"));
        }
        if (strategy.virtualStages() > 1 && strategy.pipeline() == 1) {
            refusals.add(
                    Refusal.quoted(
                            "When interleaved schedule is used, pipeline-model-parallel size should"
                                    + " be greater than 1",
                            Degree.VIRTUAL_STAGES,
                            Degree.PIPELINE));
        }
        return refusals;
    }

    @Override
    public List<Refusal> training(DeploymentPlan plan, Training training) {
        List<Refusal> refusals = new ArrayList<>();
        ParallelStrategy strategy = plan.strategy();
        if (strategy.context() > 1 && training.sequenceLength() % (2L * strategy.context()) != 0) {
            refusals.add(
                    Refusal.quoted(
                            "seq-length should be a multiple of 2 * context-parallel-size if"
                                    + " context-parallel-size > 1.",
                            "strategy.contextParallel",
                            "workload.training.sequenceLength"));
        }
        boolean cutsSequence = strategy.sequenceParallel() && strategy.tensor() > 1;
        if (cutsSequence
                && training.sequenceLength() % ((long) strategy.tensor() * strategy.context())
                        != 0) {
            refusals.add(
                    Refusal.quoted(
                            "First dimension of the tensor should be divisible by tensor parallel"
                                    + " size",
                            "workload.training.sequenceLength",
                            "strategy.tensorParallel"));
        }
        boolean expertsWithoutSequence =
                plan.model().experts().isPresent()
                        && strategy.tensor() > 1
                        && !strategy.sequenceParallel();
        if (expertsWithoutSequence) {
            refusals.add(
                    Refusal.quoted(
                            "During training, performance may degrade if MoE and tensor"
                                    + " parallelismare enabled without also enabling sequence"
                                    + " parallelism.",
                            "strategy.sequenceParallel"));
        }
        interleaving(plan, training).ifPresent(refusals::add);
        return refusals;
    }

    /// A last group of micro-batches smaller than the pipeline is refused.
    private static Optional<Refusal> interleaving(DeploymentPlan plan, Training training) {
        ParallelStrategy strategy = plan.strategy();
        long replicas = plan.groups().replicas();
        long microBatches = training.globalBatch() / (training.microBatch() * replicas);
        if (strategy.virtualStages() == 1 || microBatches % strategy.pipeline() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                Refusal.quoted(
                        "The remainder of M (the total micro-batches) divided by N (number of"
                                + " contiguous micro-batches in a virtual pipeline stage) should be 0,"
                                + " or larger than or equal to the pipeline-parallel size, but it is"
                                + " %d. Otherwise, it introduces dependency bubbles in the"
                                        .formatted(microBatches % strategy.pipeline())
                                + " pipeline and reduces throughput.",
                        "strategy.virtualPipelineStages",
                        "workload.training.globalBatch"));
    }
}
