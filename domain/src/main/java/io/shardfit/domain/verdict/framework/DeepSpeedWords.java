package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// deepspeedai/DeepSpeed@edaa722: heads under kernel injection
/// deepspeed/module_inject/containers/base.py:89-92 (earlier releases: replace_module.py, issue
/// 3634), experts deepspeed/moe/layer.py:59, expert groups deepspeed/utils/groups.py:70, AutoEP
/// deepspeed/module_inject/auto_ep_folding.py:69-230 and auto_ep_config.py:286-290, batch
/// deepspeed/runtime/config.py:936-940, ZeRO with a pipeline deepspeed/runtime/pipe/engine.py:76,
/// Ulysses deepspeed/runtime/sequence_parallel/ulysses_sp.py:145-151. AutoTP deals whole key-value
/// heads and near-even columns, so training does not insist on either.
record DeepSpeedWords(DeepSpeed deepspeed) implements FrameworkWords {
    /// DeepSpeed prints the module's path, which no plan says.
    private static final String MIXTURE = "…";

    private static Optional<String> says(String sentence) {
        return Optional.of("deepspeed says: \"" + sentence + "\"");
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        boolean even = heads % ranks == 0;
        return even || plan.workload() instanceof Training
                ? Optional.empty()
                : says("num_heads (%d) must be divisible by mp_size (%d)".formatted(heads, ranks))
                        .map(earlier ->
                                earlier
                                        + " (kernel injection today: \"To run the model parallel across"
                                        + " the GPUs, the attention_heads require to be divisible by"
                                        + " the world_size!\")");
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return heads >= ranks
                ? Optional.empty()
                : Optional.of("AutoTP deals whole key-value heads, so a rank would hold none");
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return Optional.empty();
    }

    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        if (experts.count() % ranks == 0) {
            return Optional.empty();
        }
        return deepspeed.isClassic(plan.strategy())
                ? says(
                        "Number of experts (%d) should be divisible by expert parallel size (%d)"
                                .formatted(experts.count(), ranks))
                : says(
                        ("num_experts=%d in layer '%s' is not divisible by autoep_size=%d. Suggested"
                                        + " autoep_size values: %s")
                                .formatted(
                                        experts.count(),
                                        MIXTURE,
                                        ranks,
                                        divisors(experts.count())));
    }

    @Override
    public String batch(Training training, int replicas) {
        int steps = training.globalBatch() / training.microBatch() / replicas;
        String sentence =
                steps == 0
                        ? "Gradient accumulation steps: 0 has to be greater than 0"
                        : ("Check batch related parameters. train_batch_size is not equal to"
                                        + " micro_batch_per_gpu * gradient_acc_step * world_size %d != %d *"
                                        + " %d * %d")
                                .formatted(
                                        training.globalBatch(),
                                        training.microBatch(),
                                        steps,
                                        replicas);
        return says(sentence).orElseThrow();
    }

    @Override
    public Optional<String> tooFewGpus(DeploymentPlan plan) {
        int tensor = plan.strategy().tensor();
        int gpus = plan.cluster().gpus();
        return gpus % tensor == 0
                ? Optional.empty()
                : says("%d is not divisible by %d".formatted(gpus, tensor));
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        List<Refusal> refusals = new ArrayList<>();
        if (plan.model().experts().isPresent()) {
            expertTensor(plan.strategy()).ifPresent(refusals::add);
            expertGroups(plan).ifPresent(refusals::add);
        }
        ulysses(plan).ifPresent(refusals::add);
        return refusals;
    }

    private static Optional<Refusal> expertTensor(ParallelStrategy s) {
        int stated = s.expertSplit().tensor().orElse(1);
        return stated == 1
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("expert_parallel.expert_tensor_parallel_size=%d is reserved for"
                                                + " expert-internal tensor parallelism and is not supported"
                                                + " yet. Use expert_tensor_parallel_size=1; ETP support is"
                                                + " planned as follow-up work.")
                                        .formatted(stated),
                                "strategy.expertTensorParallel"));
    }

    /// Without AutoEP the experts lie inside the data-parallel ranks; AutoEP may use the whole
    /// stage.
    private Optional<Refusal> expertGroups(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        if (deepspeed.isClassic(s)) {
            return Optional.empty();
        }
        return folding(plan)
                .map(autoEp ->
                        new Refusal(
                                "\"%d is not divisible by %d\"; AutoEP refuses: \"%s\""
                                        .formatted(s.data(), s.expert(), autoEp),
                                List.of(Degree.EXPERT.key(), Degree.DATA.key())));
    }

    /// {@return what keeps AutoEP from folding the experts into the stage}
    private Optional<String> folding(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        int stage = deepspeed.stageSize(s);
        if (stage % s.expert() != 0) {
            return Optional.of(
                    ("expert_parallel.autoep_size * expert_parallel.expert_tensor_parallel_size"
                                    + " (%d * 1 = %d) must divide the stage size (world_size=%d / pp_size=%d"
                                    + " = %d). Computed edp would be non-integral. Valid expert-width values:"
                                    + " %s")
                            .formatted(
                                    s.expert(),
                                    s.expert(),
                                    deepspeed.worldSize(s),
                                    s.pipeline(),
                                    stage,
                                    divisors(stage)));
        }
        if (s.tensor() > 1 && s.pipeline() > 1) {
            return Optional.of(
                    ("AutoEP+AutoTP folding currently supports pp_size=1 only; got pp_size=%d."
                                    + " Pipeline-parallel validation is planned separately.")
                            .formatted(s.pipeline()));
        }
        boolean weights =
                plan.workload() instanceof Training training
                        && training.zeroStage().shardsWeights();
        return s.tensor() > 1 && weights
                ? Optional.of(
                        "AutoEP+AutoTP with ZeRO stage 3 is reserved for the separate ZeRO-3"
                                + " composition lane. Use ZeRO stage 0, 1, or 2 for this folding MVP.")
                : Optional.empty();
    }

    private static List<Integer> divisors(int number) {
        return IntStream.rangeClosed(1, number)
                .filter(divisor -> number % divisor == 0)
                .boxed()
                .toList();
    }

    private static Optional<Refusal> ulysses(DeploymentPlan plan) {
        int ranks = plan.strategy().context();
        int heads = plan.model().attention().heads();
        int keyValue = FrameworkWords.keyValueHeadsOf(plan.model().attention());
        if (heads % ranks != 0) {
            return Optional.of(
                    Refusal.quoted(
                            "Attention head count %d is not divisible by SP size %d"
                                    .formatted(heads, ranks),
                            Degree.CONTEXT));
        }
        return keyValue % ranks == 0 || ranks % keyValue == 0
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("KV attention head count %d is not divisible by SP size %d or"
                                                + " vice versa")
                                        .formatted(keyValue, ranks),
                                Degree.CONTEXT));
    }

    @Override
    public List<Refusal> training(DeploymentPlan plan, Training training) {
        return plan.strategy().pipeline() > 1 && training.zeroStage().shardsGradients()
                ? List.of(
                        Refusal.quoted(
                                "ZeRO-2 and ZeRO-3 are incompatible with pipeline parallelism",
                                "workload.training.zeroStage",
                                "strategy.pipelineParallel"))
                : List.of();
    }
}
