package io.shardfit.domain.memory;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.serving.CacheKind;
import io.shardfit.domain.serving.EngineSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/// What each layer of a served model keeps on one rank.
///
/// @param block tokens of a block
record CacheLayers(EngineSettings settings, long block) {
    private static final String PAGE =
            "vllm-project/vllm@148a5c12 vllm/v1/kv_cache_interface.py, page_size_bytes";
    private static final String STATE =
            "vllm-project/vllm@148a5c12 vllm/model_executor/layers/mamba/mamba_utils.py";

    /// An engine that does not absorb pads heads of 192 to 256, keys and values.
    private static final int UNABSORBED = 192;

    private static final int PADDED = 256;

    private ModelArchitecture model() {
        return settings.plan().model();
    }

    private int ways() {
        return settings.ways().attention();
    }

    /// {@return kinds by the place of the layer; prediction layers, where used, follow}
    Map<Integer, CacheKind> kinds() {
        Map<Integer, CacheKind> kinds = new LinkedHashMap<>();
        Map<TokenMixer, CacheKind> made = new LinkedHashMap<>();
        int layers = model().layers();
        int more =
                settings.inference().engine().speculativeLayers()
                        ? model().additions().multiTokenPredictionLayers()
                        : 0;
        for (int i = 0; i < layers + more; i++) {
            TokenMixer mixer = model().stack().layer(Math.min(i, layers - 1)).mixer();
            if (mixer != TokenMixer.NONE) {
                kinds.put(i, made.computeIfAbsent(mixer, this::kind));
            }
        }
        return kinds;
    }

    private CacheKind kind(TokenMixer mixer) {
        return switch (mixer) {
            case NONE -> throw new IllegalArgumentException("nothing is kept");
            case FULL -> new CacheKind.AllTokens(attention(mixer));
            case SLIDING -> new CacheKind.Window(attention(mixer), model().mixers().window());
            case CHUNKED -> new CacheKind.Chunk(attention(mixer), model().mixers().chunk());
            case LINEAR -> new CacheKind.State(linear(model().mixers().linear().orElseThrow()));
            case MAMBA -> new CacheKind.State(mamba(model().mixers().stateSpace().orElseThrow()));
        };
    }

    private Derivation attention(TokenMixer mixer) {
        Attention attention = model().mixers().attentionOf(mixer);
        return switch (attention) {
            case GroupedQuery a -> grouped(a);
            case MultiLatent a ->
                    settings.inference().engine().latentCache() ? latent(a) : unabsorbed(a);
        };
    }

    private int bits() {
        return settings.inference().keyValuePrecision().bits();
    }

    private Derivation grouped(GroupedQuery a) {
        long heads = a.keyValueHeadsPerRank(ways());
        return Derivation.of(
                Math.ceilDiv(block * a.keyValueParts() * heads * a.headDim() * bits(), 8),
                "bytes",
                "ceil(block × n_kv × ceil(g ÷ ways) × d × bits ÷ 8)",
                PAGE,
                blockTerm(),
                term(
                        "n_kv",
                        a.keyValueParts(),
                        "keys and values, or both in one",
                        "model.attention"),
                term("g", a.keyValueHeads(), "key-value heads", "model.attention.keyValueHeads"),
                waysTerm(),
                term("d", a.headDim(), "head size", "model.attention.headDim"),
                bitsTerm());
    }

    /// With an fp8 cache a sparse latent is kept as 656 bytes: 512 fp8, 4 fp32 scales and 64 bf16.
    private Derivation latent(MultiLatent a) {
        boolean packed =
                a.indexer().isPresent()
                        && settings.inference().keyValuePrecision() == Precision.FP8;
        if (packed) {
            return Derivation.of(
                    block * (a.keyValueRank() + 16L + 2L * a.ropeHeadDim()),
                    "bytes",
                    "block × (r_kv + 16 + 2 × d_r)",
                    "fp8_ds_mla, " + PAGE,
                    blockTerm(),
                    term("r_kv", a.keyValueRank(), "latent, fp8", "model.attention.keyValueRank"),
                    term(
                            "d_r",
                            a.ropeHeadDim(),
                            "rotary part, bf16",
                            "model.attention.ropeHeadDim"));
        }
        return Derivation.of(
                Math.ceilDiv(block * (a.keyValueRank() + a.ropeHeadDim()) * bits(), 8),
                "bytes",
                "ceil(block × (r_kv + d_r) × bits ÷ 8)",
                PAGE,
                blockTerm(),
                term("r_kv", a.keyValueRank(), "key-value rank", "model.attention.keyValueRank"),
                term("d_r", a.ropeHeadDim(), "rotary size", "model.attention.ropeHeadDim"),
                bitsTerm());
    }

    private Derivation unabsorbed(MultiLatent a) {
        long width = a.queryHeadDim() == UNABSORBED ? PADDED : a.queryHeadDim();
        return Derivation.of(
                Math.ceilDiv(2 * block * a.headsPerRank(ways()) * width * bits(), 8),
                "bytes",
                "ceil(2 × block × ceil(a ÷ ways) × width × bits ÷ 8)",
                "full heads of engines that do not absorb, " + PAGE,
                blockTerm(),
                term("a", a.heads(), "heads", "model.attention.heads"),
                waysTerm(),
                term("width", width, "head size, 192 padded to 256", "model.attention"),
                bitsTerm());
    }

    private Derivation linear(LinearAttention a) {
        long keys = Math.ceilDiv(a.keyHeads(), ways());
        long values = Math.ceilDiv(a.valueHeads(), ways());
        return Derivation.of(
                2 * (2 * keys * a.keyHeadDim() + values * a.valueHeadDim()) * (a.convKernel() - 1)
                        + 2 * values * a.keyHeadDim() * a.valueHeadDim(),
                "bytes",
                "2 × (2 × ceil(a_k ÷ ways) × d_k + ceil(a_v ÷ ways) × d_v) × (kernel - 1)"
                        + " + 2 × ceil(a_v ÷ ways) × d_k × d_v",
                STATE,
                term("a_k", a.keyHeads(), "key heads", "model.linearAttention.keyHeads"),
                term("a_v", a.valueHeads(), "value heads", "model.linearAttention.valueHeads"),
                term("d_k", a.keyHeadDim(), "key head size", "model.linearAttention.keyHeadDim"),
                term(
                        "d_v",
                        a.valueHeadDim(),
                        "value head size",
                        "model.linearAttention.valueHeadDim"),
                term(
                        "kernel",
                        a.convKernel(),
                        "tokens of the convolution",
                        "model.linearAttention"),
                waysTerm());
    }

    private Derivation mamba(StateSpace s) {
        long inner = Math.ceilDiv((long) s.heads(), ways()) * s.headDim();
        long groups = Math.ceilDiv((long) s.groups(), ways());
        return Derivation.of(
                2 * (inner + 2 * groups * s.stateSize()) * (s.convKernel() - 1)
                        + 4 * inner * s.stateSize(),
                "bytes",
                "2 × (inner + 2 × ceil(groups ÷ ways) × n_s) × (kernel - 1) + 4 × inner × n_s",
                STATE + "; the recurrent state is fp32",
                term("inner", inner, "inner channels on a rank", "model.mamba"),
                term("groups", s.groups(), "groups", "model.mamba.groups"),
                term("n_s", s.stateSize(), "state size", "model.mamba.stateSize"),
                term("kernel", s.convKernel(), "tokens of the convolution", "model.mamba"),
                waysTerm());
    }

    private Derivation.Term blockTerm() {
        return term("block", block, "tokens of a block", "workload.inference.kvCacheBlock");
    }

    private Derivation.Term waysTerm() {
        return term("ways", ways(), "ranks that split heads", "strategy");
    }

    private Derivation.Term bitsTerm() {
        return term(
                "bits", bits(), "bits of a cached value", "workload.inference.kvCachePrecision");
    }
}
