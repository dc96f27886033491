package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.KnownDefault;
import io.shardfit.domain.framework.Setting;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a forward pass over as many tokens and sequences as the scheduler allows holds at its peak:
/// the run by which vLLM finds what it must leave free (vllm-project/vllm@148a5c12
/// vllm/v1/worker/gpu_model_runner.py, profile_run).
public record ProfilePeak(EngineSettings settings) {
    private static final String LAYER =
            "residual in and out, mixer output and normed input of one layer, 16 bits each;"
                    + " vllm-project/vllm@148a5c12 vllm/v1/worker/gpu_model_runner.py, profile_run";
    private static final String LATENT =
            "vllm-project/vllm@148a5c12 vllm/model_executor/layers/attention/mla_attention.py:552-564,"
                    + " :1393-1423";
    private static final long MOST_UNCUT = 32_768;
    private static final long LATENT_ROWS = 65_536;
    private static final long FEW_ROWS = 128;

    private ModelArchitecture model() {
        return settings.plan().model();
    }

    private long tokens() {
        return settings.batched().value().longValueExact();
    }

    private long sequences() {
        return settings.sequences().value().longValueExact();
    }

    private int data() {
        return settings.plan().strategy().data();
    }

    /// {@return the largest working set of one layer of a stage}
    public Derivation forward(LayerCounts counts) {
        Derivation largest = Derivation.given(0, "bytes", "a stage without layers", "layout");
        for (Derivation layer : layers(counts)) {
            if (layer.value().compareTo(largest.value()) > 0) {
                largest = layer;
            }
        }
        return largest;
    }

    private List<Derivation> layers(LayerCounts counts) {
        List<Derivation> layers = new ArrayList<>();
        if (counts.dense() > 0) {
            layers.add(dense());
        }
        Optional<Experts> experts = model().experts();
        if (counts.mixture() > 0 && experts.isPresent()) {
            layers.add(mixture(experts.get()));
        }
        if (counts.attention() > 0 && model().attention() instanceof MultiLatent latent) {
            layers.add(settings.inference().engine().latentCache() ? latent(latent) : full(latent));
        }
        if (layers.isEmpty() && counts.layers() > 0) {
            layers.add(bare());
        }
        return layers;
    }

    private Derivation bare() {
        return Derivation.of(
                8 * tokens() * model().hiddenSize(),
                "bytes",
                "8 × T × h",
                LAYER,
                tokensTerm(),
                hiddenTerm());
    }

    private Derivation dense() {
        long width =
                Math.ceilDiv(
                        (long) model().feedForward().intermediateSize(), settings.ways().dense());
        return Derivation.of(
                tokens()
                        * (8L * model().hiddenSize()
                                + 2 * width * model().feedForward().matrices()),
                "bytes",
                "8 × T × h + 2 × T × ceil(f ÷ ways) × m",
                LAYER,
                tokensTerm(),
                hiddenTerm(),
                term(
                        "f",
                        model().feedForward().intermediateSize(),
                        "width of a dense block",
                        "model.feedForward.intermediateSize"),
                term("ways", settings.ways().dense(), "ranks that split it", "strategy"),
                term(
                        "m",
                        model().feedForward().matrices(),
                        "matrices of a block",
                        "model.feedForward.gated"));
    }

    private Derivation mixture(Experts experts) {
        long shared =
                Math.ceilDiv((long) experts.sharedIntermediateSize(), settings.ways().dense());
        Derivation transientWorkspace =
                keepsWorkspace()
                        ? Derivation.given(0, "bytes", "kept, see there", "expertWorkspace")
                        : workspace();
        long bytes =
                tokens()
                                * (10L * model().hiddenSize()
                                        + 4L * experts.count()
                                        + 6 * shared
                                        + 4L * (data() - 1) * model().hiddenSize())
                        + transientWorkspace.value().longValueExact();
        return Derivation.of(
                bytes,
                "bytes",
                "10 × T × h + 4 × T × E + 6 × T × ceil(f_s ÷ ways) + 4 × T × (DP - 1) × h"
                        + " + workspace",
                LAYER + "; router logits fp32; tokens of the other data-parallel ranks",
                tokensTerm(),
                hiddenTerm(),
                term("E", experts.count(), "routed experts", "model.feedForward.experts.count"),
                term(
                        "f_s",
                        experts.sharedIntermediateSize(),
                        "shared expert width",
                        "model.feedForward.experts.sharedIntermediateSize"),
                term("ways", settings.ways().dense(), "ranks that split it", "strategy"),
                term("DP", data(), "data parallel", "strategy"),
                term("workspace", "workspace of the experts while it lasts", transientWorkspace));
    }

    private Derivation latent(MultiLatent a) {
        long heads = a.headsPerRank(settings.ways().attention());
        long block = settings.inference().keyValueBlock();
        long length = settings.inference().contextLength();
        long rows = Math.min(Math.max(8 * length, 4 * sequences() * block), LATENT_ROWS);
        Derivation rowsHow =
                Derivation.of(
                        rows,
                        "tokens",
                        "min(max(8 × L, 4 × n × block), 65536)",
                        LATENT,
                        term("L", length, "longest sequence", "workload.inference.contextLength"),
                        sequencesTerm(),
                        term(
                                "block",
                                block,
                                "tokens of a block",
                                "workload.inference.kvCacheBlock"));
        return Derivation.of(
                6 * tokens() * model().hiddenSize()
                        + 2
                                * heads
                                * (tokens() * (a.queryHeadDim() + a.valueHeadDim())
                                        + rows * (a.nopeHeadDim() + a.valueHeadDim())),
                "bytes",
                "6 × T × h + 2 × ceil(a ÷ ways) × (T × (d_q + d_v) + rows × (d_n + d_v))",
                LATENT,
                tokensTerm(),
                hiddenTerm(),
                headsTerm(a),
                waysTerm(),
                term("d_q", a.queryHeadDim(), "query head size", "model.attention"),
                term("d_v", a.valueHeadDim(), "value head size", "model.attention.valueHeadDim"),
                term("d_n", a.nopeHeadDim(), "nope head size", "model.attention.nopeHeadDim"),
                term("rows", "cached tokens that a prefill chunk gathers", rowsHow));
    }

    private Derivation full(MultiLatent a) {
        long heads = a.headsPerRank(settings.ways().attention());
        return Derivation.of(
                tokens() * (6L * model().hiddenSize() + 8 * heads * a.queryHeadDim()),
                "bytes",
                "6 × T × h + 8 × T × ceil(a ÷ ways) × d_q",
                LATENT,
                tokensTerm(),
                hiddenTerm(),
                headsTerm(a),
                waysTerm(),
                term("d_q", a.queryHeadDim(), "query head size", "model.attention"));
    }

    /// {@return whether the workspace of the experts stays after a pass}
    public boolean keepsWorkspace() {
        return settings.isOn(Setting.EXPERT_WORKSPACE_KEPT);
    }

    /// {@return the two buffers in which the tokens of all experts lie}
    public Derivation workspace() {
        Optional<Experts> found = model().experts();
        boolean none =
                found.isEmpty()
                        || model().mixtureLayers() == 0
                        || settings.inference().weights().scheme() == Scheme.MXFP4
                                && settings.expertBackend() == ExpertBackend.TRITON;
        if (none) {
            return Derivation.given(
                    0, "bytes", "no workspace with these kernels", "expert kernels");
        }
        Experts experts = found.get();
        long all = tokens() * data();
        long rows = keepsWorkspace() ? all : Math.min(all, MOST_UNCUT);
        long width = Math.ceilDiv((long) experts.intermediateSize(), settings.ways().expert());
        long ups = model().feedForward().matrices() - 1L;
        long input = experts.inputWidth(model().hiddenSize());
        long top = experts.perToken();
        String source =
                "vllm-project/vllm@148a5c12 vllm/model_executor/layers/fused_moe/fused_moe.py:1976,"
                        + " workspace_shapes";
        List<Term> terms =
                new ArrayList<>(
                        List.of(
                                term(
                                        "M",
                                        rows,
                                        "tokens of all data-parallel ranks",
                                        "workload.inference.maxBatchedTokens"),
                                term("k", top, "experts per token", "model.feedForward.experts"),
                                term("w", width, "width of an expert on a rank", "strategy"),
                                term("u", ups, "2 with a gate, else 1", "model.feedForward.gated"),
                                term(
                                        "K",
                                        input,
                                        "width that an expert reads",
                                        "model.hiddenSize")));
        if (keepsWorkspace()) {
            return Derivation.of(
                    2 * rows * top * (Math.max(width, input) + Math.max(ups * width, input)),
                    "bytes",
                    "2 × M × k × (max(w, K) + max(u × w, K))",
                    source,
                    terms.toArray(Term[]::new));
        }
        long narrow = settings.inference().weightPrecision().bits() == 8 ? 1 : 0;
        terms.add(
                term(
                        "q",
                        narrow,
                        "1 where the inputs of both products are quantised",
                        "workload.inference"));
        return Derivation.of(
                2 * rows * top * (Math.max(ups * width, input) + width)
                        + narrow * rows * (input + top * width),
                "bytes",
                "2 × M × k × (max(u × w, K) + w) + q × M × (K + k × w)",
                source,
                terms.toArray(Term[]::new));
    }

    /// {@return the peak while the next tokens are picked}
    ///
    /// @param flashInfer whether FlashInfer does it
    public Derivation sampler(boolean flashInfer) {
        long vocabulary = model().vocabularySize();
        KnownDefault own = settings.known(Setting.SAMPLER_BYTES).orElseThrow();
        boolean sorts = own.count() > 14 && !flashInfer;
        // fewer rows are sorted twice (pytorch SortStable.cu); read, not measured
        long each =
                flashInfer ? 14 : sorts && sequences() < FEW_ROWS ? 50 : own.value().longValue();
        boolean buffered = !flashInfer && settings.isOn(Setting.SAMPLER_KEEPS_BUFFER);
        long rows =
                buffered
                        ? Math.min(
                                Multiprocessors.of(settings.plan().cluster().gpu().name()),
                                powerOfTwo(sequences()))
                        : 0;
        long hidden = model().hiddenSize();
        return Derivation.of(
                vocabulary * (each * sequences() + 4 * rows)
                        + 2 * hidden * (tokens() + 2 * sequences()),
                "bytes",
                "V × (each × n + 4 × rows) + 2 × h × (T + 2 × n)",
                own.source(),
                term("V", vocabulary, "vocabulary", "model.vocabularySize"),
                term("each", each, "bytes per sequence and vocabulary entry", own.source()),
                sequencesTerm(),
                term("rows", rows, "rows of the kept buffer", own.source()),
                hiddenTerm(),
                tokensTerm());
    }

    private static long powerOfTwo(long count) {
        return count <= 1 ? 1 : Long.highestOneBit(count - 1) << 1;
    }

    /// {@return buffers that stay: cuBLAS's workspace, and between stages the hidden state and the
    /// residual}
    public Derivation kept() {
        boolean large = settings.plan().cluster().gpu().name().matches(".*[HB]\\d.*");
        long cublas = large ? 32L << 20 : (8L << 20) + (1 << 17);
        long staged = settings.isStaged() ? 1 : 0;
        return Derivation.of(
                cublas + staged * 4 * tokens() * model().hiddenSize(),
                "bytes",
                "cublas + staged × 4 × T × h",
                "pytorch/pytorch aten/src/ATen/cuda/CublasHandlePool.cpp; vllm-project/vllm@148a5c12"
                        + " vllm/v1/worker/gpu_model_runner.py, intermediate_tensors",
                term("cublas", cublas, "workspace of cuBLAS: 32 MiB from Hopper on", "pytorch"),
                term("staged", staged, "1 with pipeline stages", "strategy.pipelineParallel"),
                tokensTerm(),
                hiddenTerm());
    }

    private Term tokensTerm() {
        return term("T", "tokens of one step", settings.batched());
    }

    private Term sequencesTerm() {
        return term("n", "sequences of one step", settings.sequences());
    }

    private Term hiddenTerm() {
        return term("h", model().hiddenSize(), "hidden size", "model.hiddenSize");
    }

    private static Term headsTerm(MultiLatent a) {
        return term("a", a.heads(), "heads", "model.attention.heads");
    }

    private Term waysTerm() {
        return term("ways", settings.ways().attention(), "ranks that split heads", "strategy");
    }
}
