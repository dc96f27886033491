package io.shardfit.domain.memory;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.architecture.WeightTensor.Storage;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.serving.AllocatedTensor;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.serving.QuantizedTensor;
import io.shardfit.domain.serving.QuantizedTensor.Matrix;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The weights of a served model on a rank of a stage, tensor by tensor as the engine holds them.
///
/// @param format how they are stored, or how they are loaded
record ServingWeights(EngineSettings settings, WeightFormat format) {
    private static final String VOCABULARY =
            "vllm-project/vllm@148a5c12 vllm/model_executor/layers/vocab_parallel_embedding.py";
    private static final String ABSORBED =
            "W_UK_T and W_UV beside kv_b_proj, vllm-project/vllm@148a5c12"
                    + " vllm/model_executor/layers/attention/mla_attention.py:734-797; SGLang"
                    + " likewise (w_kc, w_vc)";
    private static final String ROTARY =
            "vllm-project/vllm@148a5c12 vllm/model_executor/layers/rotary_embedding";
    private static final long VOCABULARY_UNIT = 64;

    private ModelArchitecture model() {
        return settings.plan().model();
    }

    private WeightTable table() {
        return new WeightTable(model(), settings.ways());
    }

    /// {@return routed experts of a layer on the fullest rank, redundant copies included}
    private Derivation localExperts() {
        long count = model().experts().map(Experts::count).orElse(0);
        int redundant = settings.plan().strategy().expertSplit().redundant();
        if (settings.plan().strategy().expertSplit().placement().isPresent() && count > 0) {
            return Derivation.given(
                    ExpertPlacement.of(settings.plan()).orElseThrow().most(),
                    "experts",
                    "expert slots of the fullest rank",
                    "strategy.expertPlacement");
        }
        int ranks = settings.plan().groups().expert();
        return Derivation.of(
                Math.ceilDiv(count + redundant, ranks),
                "experts",
                "ceil((E + redundant) ÷ EP)",
                "vllm-project/vllm@148a5c12 vllm/model_executor/layers/fused_moe/layer.py",
                term("E", count, "routed experts", "model.feedForward.experts.count"),
                term("redundant", redundant, "expert slots more", "strategy.redundantExperts"),
                term("EP", ranks, "ranks over which experts are dealt", "strategy"));
    }

    /// {@return all but the routed experts}
    Derivation dense(StageLayers stage) {
        Sum sum = new Sum(stage.stage());
        addLayers(sum, stage.counts(), false);
        sum.add(stage.counts().norms(), "norm", "norms", group(false, symbols(), table()::norm));
        if (stage.first()) {
            sum.add(1, "entry", "before the first layer", group(false, symbols(), table()::entry));
        }
        if (stage.last()) {
            boolean shared = stage.first() && model().tiedEmbeddings();
            sum.add(
                    1,
                    "exit",
                    shared ? "the final norm; the head is the embedding" : "final norm and head",
                    group(false, symbols(), shared ? table()::norm : table()::exit));
        }
        return sum.derivation();
    }

    /// {@return the routed experts}
    Derivation experts(StageLayers stage) {
        Sum sum = new Sum(stage.stage());
        addLayers(sum, stage.counts(), true);
        return sum.derivation();
    }

    private void addLayers(Sum sum, LayerCounts counts, boolean routed) {
        for (TokenMixer mixer : TokenMixer.values()) {
            if (mixer != TokenMixer.NONE && counts.of(mixer) > 0) {
                sum.add(
                        counts.of(mixer),
                        mixer.word(),
                        "layers with " + mixer.word() + " mixing",
                        mixer(mixer, routed));
            }
        }
        if (counts.dense() > 0) {
            sum.add(counts.dense(), "dense", "dense blocks", block(Block.DENSE, routed));
        }
        if (counts.mixture() > 0) {
            sum.add(counts.mixture(), "mixture", "mixtures", block(Block.MIXTURE, routed));
        }
    }

    private Derivation mixer(TokenMixer mixer, boolean routed) {
        Symbols symbols =
                mixer.isAttention()
                        ? symbols().with(model().mixers().attentionOf(mixer))
                        : symbols();
        return group(routed, symbols, sink -> table().mixer(mixer, sink));
    }

    private Derivation block(Block block, boolean routed) {
        return group(routed, symbols(), sink -> table().block(block, sink));
    }

    private Symbols symbols() {
        return Symbols.of(settings.plan());
    }

    /// {@return the copies of the latent's up-projection that decoding multiplies with}
    Derivation absorbed(StageLayers stage) {
        if (!(model().attention() instanceof MultiLatent a)
                || !settings.inference().engine().latentCache()) {
            return Derivation.given(0, "bytes", "no latent is cached", "model.attention");
        }
        long heads = a.headsPerRank(settings.ways().attention());
        Derivation keys = absorbed(heads, a.keyValueRank(), a.nopeHeadDim());
        Derivation values = absorbed(heads, a.keyValueRank(), a.valueHeadDim());
        long layers = stage.counts().attention();
        return Derivation.of(
                layers * (bytes(keys) + bytes(values)),
                "bytes",
                "layers × (keys + values)",
                ABSORBED,
                term("layers", layers, "attending layers of the stage", "layers as placed"),
                term("keys", "projection of queries into the latent", keys),
                term("values", "projection out of the latent", values));
    }

    private static Derivation absorbed(long heads, long rank, long width) {
        return AllocatedTensor.how(
                heads * rank * width * 2,
                "heads × r_kv × width × 2",
                ABSORBED,
                term("heads", heads, "heads on a rank", "strategy"),
                term("r_kv", rank, "key-value rank", "model.attention.keyValueRank"),
                term("width", width, "head size", "model.attention"));
    }

    /// {@return the table of sines and cosines}
    Derivation rotary() {
        if (model().embeddings().learnedPositions() > 0) {
            return Derivation.given(0, "bytes", "positions are learned", "model.learnedPositions");
        }
        Attention attention = model().attention();
        int width =
                switch (attention) {
                    case GroupedQuery a -> a.headDim();
                    case MultiLatent a -> a.ropeHeadDim();
                };
        int size = attention instanceof MultiLatent ? 4 : 2;
        long rows =
                model().additions()
                        .rotaryRows()
                        .or(model().additions()::maxPositions)
                        .orElse(settings.inference().contextLength());
        return AllocatedTensor.how(
                rows * width * size,
                "rows × width × size",
                ROTARY,
                term(
                        "rows",
                        rows,
                        "positions of all tables",
                        "model.rotaryRows, model.maxPositions"),
                term("width", width, "rotary size of a head", "model.attention"),
                term("size", size, "bytes of a value: fp32 with latent attention", ROTARY));
    }

    /// {@return a draft model, and the prediction layers where they are used}
    Derivation draft(StageLayers stage) {
        long draft = settings.inference().engine().draftParameters().count();
        int layers = predictors(stage);
        Derivation each =
                layers == 0
                        ? Derivation.given(0, "bytes", "not loaded", "workload.inference")
                        : predictor();
        return Derivation.of(
                2 * draft + layers * bytes(each),
                "bytes",
                "2 × draft + layers × each",
                "vllm-project/vllm@148a5c12 vllm/v1/spec_decode",
                term(
                        "draft",
                        draft,
                        "parameters of the draft model",
                        "workload.inference.speculative.draftParameters"),
                term("layers", layers, "prediction layers", "model.multiTokenPredictionLayers"),
                term("each", "one prediction layer", each));
    }

    /// {@return prediction layers that are loaded on a stage}
    int predictors(StageLayers stage) {
        return stage.last() && settings.inference().engine().speculativeLayers()
                ? model().additions().multiTokenPredictionLayers()
                : 0;
    }

    private Derivation predictor() {
        Layer last = model().stack().layer(model().layers() - 1);
        Sum sum = new Sum(settings.plan().strategy().pipeline() - 1);
        LayerCounts one = model().stack().between(model().layers() - 1, model().layers());
        addLayers(sum, one, false);
        sum.add(one.norms(), "norm", "norms", group(false, symbols(), table()::norm));
        sum.add(
                1,
                "projection",
                "projection and norms of a prediction layer",
                group(false, symbols(), table()::multiTokenPrediction));
        if (last.block() == Block.MIXTURE) {
            sum.add(1, "experts", "its routed experts", block(Block.MIXTURE, true));
        }
        return sum.derivation();
    }

    private Derivation group(boolean routed, Symbols symbols, Consumer<WeightTable.Sink> weights) {
        Group group = new Group(routed, symbols);
        weights.accept(group);
        return group.derivation();
    }

    static long bytes(Derivation how) {
        return how.value().longValueExact();
    }

    /// The tensors of one mixer or block.
    private final class Group implements WeightTable.Sink {
        private final boolean routed;
        private final Symbols symbols;
        private final List<Term> terms = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private long sum;

        private Group(boolean routed, Symbols symbols) {
            this.routed = routed;
            this.symbols = symbols;
        }

        @Override
        public void weight(WeightTensor tensor, long elements) {
            // a vector, or several small matrices: scales as of a matrix with 128 inputs
            add(tensor, 128, Math.ceilDiv(elements, 128L), elements);
        }

        @Override
        public void matrix(WeightTensor tensor, long inputs, long outputs) {
            add(tensor, inputs, outputs, Math.multiplyExact(inputs, outputs));
        }

        private void add(WeightTensor tensor, long inputs, long outputs, long elements) {
            if (tensor.storage() == Storage.ROUTED != routed) {
                return;
            }
            Derivation local = localExperts();
            Matrix matrix =
                    routed && pads()
                            ? padded(tensor, inputs, outputs, local)
                            : new Matrix(
                                    tensor,
                                    Math.toIntExact(inputs),
                                    Math.toIntExact(outputs),
                                    routed ? Math.toIntExact(bytes(local)) : 1,
                                    elements(tensor, elements));
            Derivation how = new QuantizedTensor(format, settings.expertBackend()).of(matrix);
            String name = Symbols.nameOf(tensor);
            names.add(name);
            terms.add(term(name, tensor.label(), how));
            sum = Math.addExact(sum, bytes(how));
        }

        private boolean pads() {
            return format.scheme() == Scheme.MXFP4;
        }

        private Matrix padded(WeightTensor tensor, long inputs, long outputs, Derivation local) {
            ExpertBackend backend = settings.expertBackend();
            boolean up = tensor == WeightTensor.ROUTED_UP;
            if (tensor == WeightTensor.ROUTED_BIAS) {
                Experts experts = model().experts().orElseThrow();
                long ups = model().feedForward().matrices() - 1L;
                long width =
                        ups
                                * up(
                                        Math.ceilDiv(
                                                (long) experts.intermediateSize(),
                                                settings.ways().expert()),
                                        backend.widthUnit());
                long hidden = up(experts.inputWidth(model().hiddenSize()), backend.hiddenUnit());
                return matrix(tensor, 1, width + hidden, local);
            }
            long ups = up ? model().feedForward().matrices() - 1L : 1;
            return matrix(
                    tensor,
                    up(inputs, up ? backend.hiddenUnit() : backend.widthUnit()),
                    ups * up(outputs / ups, up ? backend.widthUnit() : backend.hiddenUnit()),
                    local);
        }

        private Matrix matrix(WeightTensor tensor, long inputs, long outputs, Derivation local) {
            return new Matrix(
                    tensor,
                    Math.toIntExact(inputs),
                    Math.toIntExact(outputs),
                    Math.toIntExact(bytes(local)),
                    Derivation.of(
                            inputs * outputs,
                            "parameters",
                            "inputs × outputs",
                            "padded for the kernels of " + settings.expertBackend().word(),
                            term("inputs", inputs, "padded inputs", "model, strategy"),
                            term("outputs", outputs, "padded outputs", "model, strategy")));
        }

        private static long up(long size, long unit) {
            return Math.ceilDiv(size, unit) * unit;
        }

        private Derivation elements(WeightTensor tensor, long elements) {
            if (tensor == WeightTensor.EMBEDDING || tensor == WeightTensor.HEAD) {
                return vocabulary(tensor);
            }
            return symbols.explain(
                    elements,
                    "parameters",
                    tensor.equation(),
                    RankParameters.SOURCE,
                    ranks(tensor));
        }

        private Derivation vocabulary(WeightTensor tensor) {
            int ways =
                    tensor == WeightTensor.HEAD
                            ? settings.ways().head()
                            : settings.ways().embedding();
            long rows = Math.ceilDiv(up(model().vocabularySize(), VOCABULARY_UNIT), ways);
            return symbols.explain(
                    rows * model().hiddenSize(),
                    "parameters",
                    "ceil(ceil(V ÷ 64) × 64 ÷ ways) × h",
                    VOCABULARY,
                    List.of(term("ways", ways, "ranks that split the table", "strategy")));
        }

        private List<Term> ranks(WeightTensor tensor) {
            int ways =
                    switch (tensor) {
                        case BLOCK_UP, BLOCK_DOWN, BLOCK_BIAS, SHARED_UP, SHARED_DOWN ->
                                settings.ways().dense();
                        case MULTI_TOKEN_PROJECTION -> settings.ways().dense();
                        // every other split weight is split by heads
                        case QUERY_KEY_VALUE,
                                ATTENTION_OUTPUT,
                                QUERY_KEY_NORM,
                                QUERY_DOWN,
                                QUERY_UP,
                                KEY_VALUE_DOWN,
                                KEY_VALUE_UP,
                                LATENT_OUTPUT,
                                LATENT_NORMS,
                                INDEXER,
                                LINEAR_ATTENTION_INPUT,
                                LINEAR_ATTENTION_CONVOLUTION,
                                LINEAR_ATTENTION_OUTPUT,
                                MAMBA_INPUT,
                                MAMBA_CONVOLUTION,
                                MAMBA_OUTPUT,
                                ATTENTION_BIAS,
                                ROUTER,
                                ROUTED_UP,
                                ROUTED_DOWN,
                                ROUTED_BIAS,
                                SHARED_GATE,
                                EXPERT_LATENT,
                                NORM,
                                EMBEDDING,
                                POSITIONS,
                                ADDITIONAL,
                                HEAD,
                                MULTI_TOKEN_NORMS ->
                                settings.ways().attention();
                    };
            return List.of(
                    term("TP", ways, "ranks that split this weight", "strategy"),
                    term(
                            "ETP",
                            settings.ways().expert(),
                            "ranks that split an expert",
                            "strategy"));
        }

        Derivation derivation() {
            return Derivation.of(
                    sum,
                    "bytes",
                    names.isEmpty() ? "0" : String.join(" + ", names),
                    RankParameters.SOURCE,
                    terms.toArray(Term[]::new));
        }
    }

    /// A sum of groups, each as often as its layers.
    private static final class Sum {
        private final int stage;
        private final List<Term> terms = new ArrayList<>();
        private final List<String> products = new ArrayList<>();
        private long value;

        private Sum(int stage) {
            this.stage = stage;
        }

        void add(int times, String name, String what, Derivation each) {
            if (times == 0 || each.value().signum() == 0) {
                return;
            }
            String count = "n_" + name;
            products.add(count + " × " + name);
            terms.add(term(count, times, what + " on stage " + stage, "layers as placed"));
            terms.add(term(name, what, each));
            value = Math.addExact(value, Math.multiplyExact(times, bytes(each)));
        }

        Derivation derivation() {
            return Derivation.of(
                    value,
                    "bytes",
                    products.isEmpty() ? "0" : String.join(" + ", products),
                    RankParameters.SOURCE,
                    terms.toArray(Term[]::new));
        }
    }
}
