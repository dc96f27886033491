package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shardfit.application.PlanFiles;
import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.Indexer;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.Embeddings;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Sampler;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Module;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every rarely needed key lands where it belongs: the plans of `FullPlans`, spelled out by hand.
class RareKeysTest {
    private static DeploymentPlan plan(String text) {
        return PlanFiles.checked(text).file().plan();
    }

    @Test
    void aMixtureWithSlidingLayersIsReadAsWritten() {
        Experts experts = new Experts(64, 2, 2_304, 2_304, 0, 1, 1_024, true);
        MixtureOfExperts mixture = new MixtureOfExperts(true, 8_192, experts);

        assertThat(plan(FullPlans.GROUPED_MIXTURE_TRAINING).model())
                .isEqualTo(
                        new ModelArchitecture(
                                "a mixture",
                                LayerStack.of(
                                        16, List.of(TokenMixer.SLIDING, TokenMixer.FULL), mixture),
                                4_096,
                                new Embeddings(32_000, false, 2_048),
                                Normalization.RMSNORM,
                                new Mixers(
                                        new GroupedQuery(32, 8, 128, false, true, false),
                                        Optional.of(
                                                new GroupedQuery(16, 4, 256, false, true, true)),
                                        1_024,
                                        0,
                                        Optional.empty(),
                                        Optional.empty()),
                                mixture,
                                LinearBias.QUERY_KEY_VALUE,
                                new Additions(
                                        ParameterCount.of(400_000_000),
                                        1,
                                        Optional.of(131_072),
                                        Optional.of(262_144),
                                        Optional.empty())));
    }

    @Test
    void aTrainingWithEveryKeyIsReadAsWritten() {
        assertThat(plan(FullPlans.GROUPED_MIXTURE_TRAINING).workload())
                .isEqualTo(
                        new Training(
                                128,
                                1,
                                1_024,
                                new TrainingStates(
                                        TrainingPrecision.BF16,
                                        Precision.BF16,
                                        Optional.of(Precision.FP32),
                                        Precision.FP32,
                                        Precision.FP32,
                                        Optimizer.ADAMW,
                                        ZeroStage.WEIGHTS,
                                        true,
                                        new Offload(Share.ofPercent(50), true, 2),
                                        Optional.empty()),
                                new Recomputation(
                                        ActivationRecomputation.SELECTIVE,
                                        Set.of(
                                                Recomputation.Module.CORE_ATTN,
                                                Recomputation.Module.MOE_ACT),
                                        Method.UNIFORM,
                                        1),
                                TrainingKernels.FUSED,
                                new ExpertDispatch(
                                        Dispatcher.ALLTOALL,
                                        Optional.of(Ratio.of(1_250_000_000, 1_000_000_000)),
                                        true,
                                        true),
                                new Routing.MaxOverMean(Ratio.of(1_300_000_000, 1_000_000_000))));
    }

    @Test
    void latentAttentionWithAnIndexerIsReadAsWritten() {
        ModelArchitecture model = plan(FullPlans.LATENT_DENSE_INFERENCE).model();

        assertThat(model.mixers())
                .isEqualTo(
                        new Mixers(
                                new MultiLatent(
                                        128,
                                        1_536,
                                        512,
                                        128,
                                        64,
                                        128,
                                        Optional.of(new Indexer(64, 128, 2_048))),
                                Optional.empty(),
                                512,
                                1_024,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(model.stack().counts().sliding()).isEqualTo(4);
        assertThat(model.stack().counts().chunked()).isEqualTo(4);
    }

    @Test
    void anInferenceWithEveryKeyIsReadAsWritten() {
        assertThat(plan(FullPlans.LATENT_DENSE_INFERENCE).workload())
                .isEqualTo(
                        new Inference(
                                8,
                                4_096,
                                WeightFormat.of(Precision.BF16),
                                Precision.BF16,
                                16,
                                new EngineLimits(
                                        Optional.of(new Share(0.9)),
                                        Optional.of(8_192),
                                        Optional.of(256),
                                        true,
                                        true,
                                        ParameterCount.ZERO,
                                        true,
                                        Optional.of(32),
                                        Optional.of(Sampler.FLASHINFER),
                                        Optional.of(ExpertBackend.MARLIN)),
                                Routing.UNIFORM));
    }

    @Test
    void blocksOfRecomputedLayersAndASkewAreReadAsWritten() {
        Training training = (Training) plan(FullPlans.MEGATRON_TRAINING).workload();

        assertThat(training.recomputed())
                .isEqualTo(
                        new Recomputation(ActivationRecomputation.FULL, Set.of(), Method.BLOCK, 4));
        assertThat(training.dispatch())
                .isEqualTo(new ExpertDispatch(Dispatcher.DEEPEP, Optional.empty(), false, false));
        assertThat(training.routing())
                .isEqualTo(new Routing.Zipf(Ratio.of(800_000_000, 1_000_000_000)));
    }

    @Test
    void forcedBalanceIsReadAsWritten() {
        String written = FullPlans.MEGATRON_TRAINING.replace("{zipf: 0.8}", "balanced");

        assertThat(plan(written).workload().routing()).isEqualTo(Routing.BALANCED);
        assertThat(PlanFiles.checked(written).digest())
                .isNotEqualTo(PlanFiles.checked(written.replace("balanced", "uniform")).digest());
    }

    @Test
    void aHybridIsReadAsWritten() {
        DeploymentPlan plan = plan(FullPlans.HYBRID_INFERENCE);
        Layer mamba = new Layer(TokenMixer.MAMBA, Block.NONE);
        Layer dense = new Layer(TokenMixer.NONE, Block.DENSE);

        assertThat(plan.model().stack())
                .isEqualTo(
                        LayerStack.of(
                                List.of(
                                        mamba,
                                        dense,
                                        mamba,
                                        new Layer(TokenMixer.FULL, Block.NONE),
                                        mamba,
                                        new Layer(TokenMixer.NONE, Block.MIXTURE))));
        assertThat(plan.model().mixers().stateSpace()).contains(new StateSpace(64, 64, 128, 8, 4));
        assertThat(plan.model().bias()).isEqualTo(LinearBias.ALL);
        assertThat(plan.workload())
                .isEqualTo(
                        new Inference(
                                8,
                                4_096,
                                new WeightFormat(
                                        Scheme.AWQ_INT4,
                                        128,
                                        Set.of(
                                                Module.ATTENTION,
                                                Module.SHARED_EXPERTS,
                                                Module.TABLES)),
                                Precision.FP8,
                                32,
                                new EngineLimits(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        true,
                                        true,
                                        ParameterCount.of(1_000_000_000),
                                        false,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                new Routing.Histogram(
                                        List.of(100L, 250L, 50L, 0L),
                                        "workload.routing.histogram")));
    }

    @Test
    void linearAttentionAndAnAdapterAreReadAsWritten() {
        DeploymentPlan plan = plan(FullPlans.LINEAR_ADAPTER_TRAINING);
        Training training = (Training) plan.workload();

        assertThat(plan.model().mixers().linear())
                .contains(new LinearAttention(16, 32, 128, 128, 4));
        assertThat(plan.model().stack().counts().linear()).isEqualTo(4);
        assertThat(plan.model().additions().notModelled()).contains("said by whoever described it");
        assertThat(training.states().adapter())
                .contains(new Adapter(16, Set.of(Target.QUERY, Target.VALUE), 4));
        assertThat(training.recomputed())
                .isEqualTo(
                        new Recomputation(
                                ActivationRecomputation.FULL, Set.of(), Method.UNIFORM, 2));
        assertThat(training.routing()).isEqualTo(Routing.UNIFORM);
    }

    @Test
    void expertsAloneAreQuantisedWhereThePlanSaysSo() {
        String experts =
                PlanFiles.with(FullPlans.HYBRID_INFERENCE, "scope: linear", "scope: experts");
        Inference inference = (Inference) plan(experts).workload();

        assertThat(inference.weights().wide())
                .containsExactlyInAnyOrder(
                        Module.ATTENTION,
                        Module.SHARED_EXPERTS,
                        Module.DENSE_LAYERS,
                        Module.TABLES);
    }

    @Test
    void aGroupThatIsLeftOpenIsAssumed() {
        String open = PlanFiles.with(FullPlans.HYBRID_INFERENCE, "groupSize: 128", "groupSize: ~");

        assertThat(PlanFiles.checked(open).file().assumptions())
                .containsExactly(
                        new Assumption(
                                "workload.inference.quantization.groupSize",
                                "128",
                                "usual for AWQ and GPTQ"));
    }

    @Test
    void anAdapterAssumesItsModulesAndWhatItStandsOn() {
        String open =
                PlanFiles.with(
                        PlanFiles.with(
                                FullPlans.LINEAR_ADAPTER_TRAINING, ", modules: [query, value]", ""),
                        "frozenPrecision: nf4",
                        "frozenPrecision: ~");
        Training training = (Training) plan(open).workload();

        assertThat(training.states().adapter())
                .contains(new Adapter(16, Set.of(Target.values()), 16));
        assertThat(PlanFiles.checked(open).file().assumptions())
                .extracting(Assumption::key, Assumption::value)
                .containsExactly(
                        tuple(
                                "workload.training.adapter.modules",
                                "query, key, value, output, mlp"),
                        tuple("workload.training.frozenPrecision", "bf16"));
    }
}
