package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What one framework refuses, and in which words. A rule asks; an empty answer means that the
/// framework takes it.
public sealed interface FrameworkWords
        permits MultiplicativeWords,
                MegatronCoreWords,
                DeepSpeedWords,
                TorchTitanWords,
                VLlmWords,
                SgLangWords,
                TensorRtLlmWords {

    List<Degree> DEGREES = List.of(Degree.values());

    static FrameworkWords of(Convention convention) {
        return switch (convention) {
            case Multiplicative _ -> new MultiplicativeWords();
            case MegatronCore megatron -> new MegatronCoreWords(megatron);
            case DeepSpeed deepspeed -> new DeepSpeedWords(deepspeed);
            case TorchTitan titan -> new TorchTitanWords(titan);
            case VLlm vllm -> new VLlmWords(vllm);
            case SgLang sglang -> new SgLangWords(sglang);
            case TensorRtLlm tensorrt -> new TensorRtLlmWords(tensorrt);
        };
    }

    /// {@return why these attention heads cannot be split over `ranks`}
    Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks);

    /// {@return why these key-value heads can be neither split over `ranks` nor repeated on them}
    Optional<String> keyValueHeads(int heads, int ranks);

    /// {@return why a block of this width cannot be split over `ranks`}
    Optional<String> width(int width, int ranks);

    /// {@return why the layers cannot be dealt to the stages}
    default Optional<String> layers(int layers, int stages, int virtualStages) {
        return Optional.empty();
    }

    /// {@return why the experts of a layer cannot be dealt to `ranks`}
    Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks);

    /// {@return what is said to expert ranks without experts}
    default String withoutExperts() {
        return "there is nothing to split";
    }

    /// {@return why the global batch is no whole number of micro-batches on each of `replicas`}
    String batch(Workload.Training training, int replicas);

    /// {@return what is said when the GPUs are too few; empty when the framework says nothing}
    default Optional<String> tooFewGpus(DeploymentPlan plan) {
        return Optional.empty();
    }

    /// {@return why the groups cannot be built}
    List<Refusal> groups(DeploymentPlan plan);

    /// {@return why the sequences and batches cannot be trained on}
    default List<Refusal> training(DeploymentPlan plan, Workload.Training training) {
        return List.of();
    }

    /// {@return why the framework does not do this kind of work}
    default Optional<String> work(Workload workload) {
        return Optional.empty();
    }

    /// {@return why a context is longer than the model allows}
    ///
    /// @param positions what the model's configuration allows
    default Optional<Refusal> context(int contextLength, int positions) {
        return Optional.empty();
    }

    /// {@return why the engine does not take the sizes of its steps}
    default List<Refusal> steps(DeploymentPlan plan, Workload.Inference inference) {
        return List.of();
    }

    /// {@return why a rank's part of a weight does not hold whole blocks of scales}
    ///
    /// @param expert whether it is a routed expert's
    default Optional<Refusal> blocks(boolean expert, int width, int block) {
        return Optional.empty();
    }

    /// {@return degrees of the plan that mean nothing here}
    static List<Refusal> foreignDegrees(DeploymentPlan plan) {
        Convention convention = plan.convention();
        List<Refusal> refusals = new ArrayList<>();
        for (Degree degree : DEGREES) {
            int value = degree.of(plan.strategy());
            boolean foreign =
                    value != degree.unused()
                            && degree != Degree.EXPERT
                            && !convention.worldDegrees().contains(degree)
                            && !convention.furtherDegrees().contains(degree);
            if (foreign) {
                refusals.add(
                        Refusal.ours(
                                "%s has no %s (%d)"
                                        .formatted(convention.name(), degree.words(), value),
                                degree));
            }
        }
        return refusals;
    }

    /// {@return a stated expert tensor parallelism that is not the one which follows}
    static List<Refusal> derivedExpertTensor(DeploymentPlan plan, String follows) {
        OptionalInt stated = plan.strategy().expertSplit().tensor();
        int derived = plan.groups().expertTensor();
        boolean differs =
                plan.model().experts().isPresent()
                        && stated.isPresent()
                        && stated.getAsInt() != derived;
        return differs
                ? List.of(
                        new Refusal(
                                "expert tensor parallel follows from the other degrees (%s = %d),"
                                                .formatted(follows, derived)
                                        + " got %d".formatted(stated.getAsInt()),
                                List.of("strategy.expertTensorParallel")))
                : List.of();
    }

    /// {@return key-value heads; latent attention rebuilds as many as it has heads}
    static int keyValueHeadsOf(Attention attention) {
        return switch (attention) {
            case GroupedQuery grouped -> grouped.keyValueHeads();
            case MultiLatent latent -> latent.heads();
        };
    }
}
