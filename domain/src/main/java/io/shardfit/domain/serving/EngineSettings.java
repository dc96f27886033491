package io.shardfit.domain.serving;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.TensorWays;
import io.shardfit.domain.framework.Circumstances;
import io.shardfit.domain.framework.Circumstances.Usage;
import io.shardfit.domain.framework.FrameworkDefaults;
import io.shardfit.domain.framework.KnownDefault;
import io.shardfit.domain.framework.Setting;
import io.shardfit.domain.framework.StaticMemoryShare;
import io.shardfit.domain.framework.StaticMemoryShare.Draft;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.serving.OutsideTorch.Snapshot;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.Sampler;
import io.shardfit.domain.workload.Workload.Inference;
import java.math.BigDecimal;
import java.util.Optional;

/// What an engine is told and what it fills in, release by release.
public record EngineSettings(DeploymentPlan plan, Inference inference) {
    /// Releases before 0.8 batch as many tokens as one sequence has, at least this many
    /// (vllm-project/vllm vllm/config.py, SchedulerConfig).
    private static final long FIRST_BATCH = 2_048;

    private static final int FIRST_SEQUENCES = 256;

    /// From vllm-project/vllm@729171a (#6666, 0.5.3) to the end of the first engine, longer
    /// contexts have their prompts cut.
    private static final int LONGEST_WHOLE = 32_768;

    public ByteSize total() {
        return plan.cluster().gpu().memory().allocatable().bytes();
    }

    public TensorWays ways() {
        ParallelGroups groups = plan.groups();
        return new TensorWays(
                groups.tensor().attention(),
                groups.tensor().dense(),
                groups.tensor().embedding(),
                groups.tensor().head(),
                groups.expertTensor());
    }

    private Circumstances circumstances() {
        return new Circumstances(
                Usage.SERVER,
                plan.cluster().gpu().name(),
                plan.cluster().gpu().memory().onDevice().bytes(),
                plan.strategy().tensor());
    }

    /// {@return the default of a setting in the plan's release, where one is known}
    public Optional<KnownDefault> known(Setting setting) {
        return FrameworkDefaults.of(plan.framework()).value(setting, circumstances());
    }

    public boolean isOn(Setting setting) {
        return known(setting).filter(KnownDefault::isOn).isPresent();
    }

    /// {@return the memory fraction as it stands in the plan or is the default}
    public Optional<Term> fraction() {
        Optional<Share> told = inference.engine().memoryFraction();
        return told.isPresent()
                ? told.map(share ->
                        Derivation.term(
                                "fraction",
                                share.fraction(),
                                "memory fraction",
                                "workload.inference.memoryFraction"))
                : known(Setting.MEMORY_FRACTION)
                        .<Term>map(known ->
                                new Derivation.Given(
                                        "fraction",
                                        known.value(),
                                        "memory fraction",
                                        known.origin()))
                        .or(() ->
                                plan.convention() instanceof SgLang
                                        ? Optional.of(automatic())
                                        : Optional.empty());
    }

    private Term automatic() {
        EngineLimits engine = inference.engine();
        StaticMemoryShare share =
                new StaticMemoryShare(
                        total(),
                        batched().value().intValueExact(),
                        engine.cudaGraphs()
                                ? known(Setting.CUDA_GRAPH_BATCH).map(KnownDefault::count).orElse(0)
                                : 0,
                        plan.strategy().tensor(),
                        plan.strategy().pipeline(),
                        plan.strategy().dataSplit().attention(),
                        engine.draftParameters().count() > 0
                                ? Draft.STANDALONE
                                : engine.speculativeLayers() ? Draft.LAYERS : Draft.NONE,
                        false);
        return new Derivation.Given(
                "fraction",
                BigDecimal.valueOf(share.share().fraction()),
                "memory fraction that the engine computes, %s reserved".formatted(share.reserved()),
                "sgl-project/sglang@001067f python/sglang/srt/server_args.py,"
                        + " _handle_gpu_memory_settings");
    }

    /// {@return tokens of one step}
    public Derivation batched() {
        Optional<Integer> told = inference.engine().maxBatchedTokens();
        if (told.isPresent()) {
            return Derivation.given(
                    told.get(),
                    "tokens",
                    "tokens of one step",
                    "workload.inference.maxBatchedTokens");
        }
        Optional<KnownDefault> known =
                known(Setting.BATCHED_TOKENS)
                        .or(() ->
                                cutsLongPrompts()
                                        ? known(Setting.CUT_PROMPT_TOKENS)
                                        : Optional.empty());
        return known.isPresent()
                ? given(known.get(), "tokens", "tokens of one step")
                : Derivation.of(
                        Math.max(inference.contextLength(), FIRST_BATCH),
                        "tokens",
                        "max(length, least)",
                        "vllm-project/vllm vllm/config.py, SchedulerConfig, before 0.8",
                        Derivation.term(
                                "length",
                                inference.contextLength(),
                                "longest sequence",
                                "workload.inference.contextLength"),
                        Derivation.term("least", FIRST_BATCH, "least tokens", "the same"));
    }

    /// {@return whether a step may hold part of a prompt; engines of today always cut, the first
    /// vLLM where the context is long and nothing forbids it: a window, a draft, a tower beside the
    /// decoder (from @c1636945, #8425), a latent cache (@4f4d427a, #12642, to @288cc6c2, #12639)}
    public boolean cutsPrompts() {
        return !(plan.convention() instanceof VLlm)
                || known(Setting.BATCHED_TOKENS).isPresent()
                || cutsLongPrompts();
    }

    private boolean cutsLongPrompts() {
        boolean window = plan.model().stack().counts().sliding() > 0;
        boolean drafts =
                inference.engine().draftParameters().count() > 0
                        || inference.engine().speculativeLayers();
        boolean tower =
                plan.model().additionalParameters().count() > 0
                        && !plan.framework().isBefore("0.6.2");
        boolean latent =
                plan.model().attention() instanceof MultiLatent
                        && inference.engine().latentCache()
                        && !plan.framework().isBefore("0.7.1");
        return plan.convention() instanceof VLlm
                && inference.contextLength() > LONGEST_WHOLE
                && known(Setting.CUT_PROMPT_TOKENS).isPresent()
                && !window
                && !drafts
                && !tower
                && !latent;
    }

    /// {@return sequences of one step, at most as many as tokens}
    public Derivation sequences() {
        long batched = batched().value().longValueExact();
        Derivation most = mostSequences();
        return Derivation.of(
                Math.min(most.value().longValueExact(), batched),
                "sequences",
                "min(most, tokens)",
                "vllm-project/vllm vllm/config/scheduler.py",
                Derivation.term("most", "most sequences", most),
                Derivation.term("tokens", "tokens of one step", batched()));
    }

    /// {@return sequences of one step, as told or by default}
    public Derivation mostSequences() {
        return inference
                .engine()
                .maxSequences()
                .map(told ->
                        Derivation.given(
                                told,
                                "sequences",
                                "sequences of one step",
                                "workload.inference.maxSequences"))
                .or(() ->
                        known(Setting.SEQUENCES)
                                .map(known -> given(known, "sequences", "sequences of one step")))
                .orElseGet(() ->
                        Derivation.given(
                                FIRST_SEQUENCES,
                                "sequences",
                                "sequences of one step",
                                "usual in engines"));
    }

    private static Derivation given(KnownDefault known, String unit, String meaning) {
        return Derivation.given(known.value().longValueExact(), unit, meaning, known.origin());
    }

    public ExpertBackend expertBackend() {
        return inference
                .engine()
                .expertBackend()
                .orElseGet(() -> ExpertBackend.defaultOn(plan.cluster().gpu().name()));
    }

    /// {@return whether FlashInfer is named as the sampler}
    public boolean samplesWithFlashInfer() {
        return inference.engine().sampler().filter(Sampler.FLASHINFER::equals).isPresent();
    }

    /// {@return whether FlashInfer may sample although nobody asked}
    public boolean mayBeFlashInfer() {
        return inference.engine().sampler().isEmpty() && isOn(Setting.FLASHINFER_MAY_SAMPLE);
    }

    public Snapshot snapshot() {
        if (isOn(Setting.CONTEXT_INSIDE_FRACTION)) {
            return Snapshot.WHOLE_DEVICE;
        }
        if (!isOn(Setting.FREE_MEMORY_CHECKED)) {
            return Snapshot.EARLIEST;
        }
        if (!isOn(Setting.SNAPSHOT_AFTER_COMMUNICATORS)) {
            return Snapshot.BEFORE_COMMUNICATORS;
        }
        return plan.framework().isBefore("0.12") ? Snapshot.AFTER_COMMUNICATORS : Snapshot.LATEST;
    }

    /// {@return whether ranks of a stage talk to each other}
    public boolean isGrouped() {
        return plan.strategy().tensor() > 1 || plan.strategy().data() > 1;
    }

    public boolean isStaged() {
        return plan.strategy().pipeline() > 1;
    }

    /// {@return the fraction as a number; 0 where there is none}
    public BigDecimal fractionValue() {
        return fraction().map(Term::value).orElse(BigDecimal.ZERO);
    }
}
