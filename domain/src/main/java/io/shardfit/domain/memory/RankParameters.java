package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import org.jspecify.annotations.Nullable;

/// Parameters (elements) on the fullest rank of a stage, from the layers that really lie there.
///
/// Sharding: attention, feed-forward, shared experts, embedding and head over TP; norms, router and
/// latent down-projections on every rank; a routed expert over ETP, experts dealt over EP
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-305).
///
/// @param attention projections of one layer
/// @param norms norm weights of one layer
/// @param denseBlock feed-forward of a dense layer
/// @param router router of a mixture layer
/// @param sharedExperts shared experts of a mixture layer
/// @param oneExpert one routed expert
/// @param localExperts routed experts of a layer on the fullest rank
/// @param vocabulary embedding, and head, on one rank
/// @param finalNorm the norm before the head
record RankParameters(
        DeploymentPlan plan,
        long attention,
        long norms,
        long denseBlock,
        long router,
        long sharedExperts,
        long oneExpert,
        long localExperts,
        long vocabulary,
        long finalNorm) {
    static final String SOURCE =
            "NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-139";

    static RankParameters of(DeploymentPlan plan) {
        ModelArchitecture model = plan.model();
        int tp = plan.strategy().tensor();
        @Nullable Experts experts = model.experts().orElse(null);
        long h = model.hiddenSize();
        long matrices = model.feedForward().matrices();
        return new RankParameters(
                plan,
                model.attention().parametersPerLayer(model.hiddenSize(), tp).count(),
                model.normsPerLayer().count(),
                block(matrices, h, shard(model.feedForward().intermediateSize(), tp)),
                experts == null ? 0 : h * experts.count(),
                experts == null
                        ? 0
                        : block(matrices, h, shard(experts.sharedIntermediateSize(), tp)),
                experts == null
                        ? 0
                        : block(
                                matrices,
                                h,
                                shard(experts.intermediateSize(), plan.strategy().expertTensor())),
                experts == null ? 0 : shard(experts.count(), plan.strategy().expert()),
                h * shard(model.vocabularySize(), tp),
                h * model.normalization().vectors());
    }

    private static long block(long matrices, long hidden, long width) {
        return Math.multiplyExact(matrices * hidden, width);
    }

    private static long shard(long width, int ways) {
        return Math.ceilDiv(width, ways);
    }

    /// {@return elements whose optimizer is sharded over data and context parallel ranks (`P_d`)}
    long dense(StageLayers stage) {
        return Math.addExact(linear(stage), wide(stage));
    }

    /// {@return elements of linear layers, which a quantised model stores in few bits}
    long linear(StageLayers stage) {
        return Math.addExact(
                Math.multiplyExact(stage.count(), attention),
                Math.addExact(
                        Math.multiplyExact(stage.dense(), denseBlock),
                        Math.multiplyExact(stage.mixture(), sharedExperts)));
    }

    /// {@return elements that stay in 16 bits when linear layers are quantised}
    long wide(StageLayers stage) {
        return stage.count() * norms
                + stage.mixture() * router
                + embeddingTables(stage) * vocabulary
                + (stage.last() ? finalNorm : 0);
    }

    /// {@return vocabulary tables on the stage: a tied head on the embedding's own stage adds none}
    int embeddingTables(StageLayers stage) {
        int tables = (stage.first() ? 1 : 0) + (stage.last() ? 1 : 0);
        return tables == 2 && plan.model().tiedEmbeddings() ? 1 : tables;
    }

    /// {@return elements of routed experts, whose optimizer is sharded over EDP (`P_e`)}
    long routed(StageLayers stage) {
        return Math.multiplyExact(Math.multiplyExact(stage.mixture(), localExperts), oneExpert);
    }

    /// {@return elements of the largest single layer}
    long largestLayer() {
        long mixture = router + sharedExperts + localExperts * oneExpert;
        return attention + norms + Math.max(denseBlock, mixture);
    }

    Derivation denseDerivation(StageLayers stage) {
        return Derivation.of(
                dense(stage),
                "parameters",
                "n × (attention + norms) + n_d × dense + n_m × (router + shared) + tables × vocabulary"
                        + " + n_f × finalNorm",
                SOURCE,
                layerCount("n", stage.count(), "layers", stage),
                layerCount("n_d", stage.dense(), "dense layers", stage),
                layerCount("n_m", stage.mixture(), "mixture layers", stage),
                Derivation.term("attention", "attention projections of a layer", attentionHow()),
                Derivation.term(
                        "norms",
                        norms,
                        "weights of the two norms of a layer",
                        "model.normalization"),
                Derivation.term("dense", "feed-forward of a dense layer", denseHow()),
                Derivation.term("router", router, "router, hiddenSize × experts", "model"),
                Derivation.term("shared", "shared experts of a layer", sharedHow()),
                Derivation.term(
                        "tables",
                        embeddingTables(stage),
                        "vocabulary tables on stage " + stage.stage(),
                        "embedding on the first stage, head on the last"),
                Derivation.term("vocabulary", "one vocabulary table on a rank", vocabularyHow()),
                Derivation.term(
                        "n_f", stage.last() ? 1 : 0, "1 on the last stage", "pipeline layout"),
                Derivation.term("finalNorm", finalNorm, "the norm before the head", "model"));
    }

    Derivation routedDerivation(StageLayers stage) {
        long f = plan.model().experts().map(Experts::intermediateSize).orElse(0);
        long count = plan.model().experts().map(Experts::count).orElse(0);
        return Derivation.of(
                routed(stage),
                "parameters",
                "n_m × ceil(E ÷ EP) × m × h × ceil(f_m ÷ ETP)",
                SOURCE,
                layerCount("n_m", stage.mixture(), "mixture layers", stage),
                Derivation.term("E", count, "routed experts", "model.feedForward.experts.count"),
                Derivation.term(
                        "EP", plan.strategy().expert(), "expert parallel ranks", "strategy"),
                matrices(),
                hidden(),
                Derivation.term(
                        "f_m", f, "expert width", "model.feedForward.experts.intermediateSize"),
                Derivation.term(
                        "ETP",
                        plan.strategy().expertTensor(),
                        "expert tensor parallel",
                        "strategy"));
    }

    private static Derivation.Term layerCount(
            String symbol, int count, String what, StageLayers stage) {
        return Derivation.term(
                symbol, count, what + " on stage " + stage.stage(), "layers as placed");
    }

    private Derivation attentionHow() {
        int tp = plan.strategy().tensor();
        return switch (plan.model().attention()) {
            case GroupedQuery a ->
                    Derivation.of(
                            attention,
                            "parameters",
                            "h × (2 × ceil(a ÷ TP) × d + 2 × ceil(g ÷ TP) × d)",
                            SOURCE,
                            hidden(),
                            Derivation.term("a", a.heads(), "heads", "model.attention.heads"),
                            Derivation.term(
                                    "g",
                                    a.keyValueHeads(),
                                    "key-value heads",
                                    "model.attention.keyValueHeads"),
                            Derivation.term(
                                    "d", a.headDim(), "head size", "model.attention.headDim"),
                            tensor());
            case MultiLatent a ->
                    Derivation.of(
                            attention,
                            "parameters",
                            "replicated + q_in × a_l × d_q + r_kv × a_l × (d_n + d_v) + a_l × d_v × h",
                            SOURCE,
                            Derivation.term(
                                    "replicated",
                                    a.replicatedParameters(plan.model().hiddenSize()).count(),
                                    "h × (r_q + r_kv + d_r) down-projections and r_q + r_kv norms, on"
                                            + " every rank",
                                    "model.attention"),
                            Derivation.term(
                                    "q_in",
                                    a.compressesQueries()
                                            ? a.queryRank()
                                            : plan.model().hiddenSize(),
                                    "input of the query projection",
                                    "model.attention.queryRank"),
                            Derivation.term(
                                    "a_l", a.headsPerRank(tp), "heads on a rank, a ÷ TP", "model"),
                            Derivation.term("d_q", a.queryHeadDim(), "nope + rope size", "model"),
                            Derivation.term(
                                    "r_kv",
                                    a.keyValueRank(),
                                    "key-value rank",
                                    "model.attention.keyValueRank"),
                            Derivation.term("d_n", a.nopeHeadDim(), "nope head size", "model"),
                            Derivation.term("d_v", a.valueHeadDim(), "value head size", "model"),
                            hidden());
        };
    }

    private Derivation denseHow() {
        return block(
                denseBlock,
                plan.model().feedForward().intermediateSize(),
                "model.feedForward.intermediateSize");
    }

    private Derivation sharedHow() {
        return block(
                sharedExperts,
                plan.model().experts().map(Experts::sharedIntermediateSize).orElse(0),
                "model.feedForward.experts.sharedIntermediateSize");
    }

    private Derivation block(long value, int width, String origin) {
        return Derivation.of(
                value,
                "parameters",
                "m × h × ceil(f ÷ TP)",
                SOURCE,
                matrices(),
                hidden(),
                Derivation.term("f", width, "width", origin),
                tensor());
    }

    private Derivation vocabularyHow() {
        return Derivation.of(
                vocabulary,
                "parameters",
                "h × ceil(V ÷ TP)",
                SOURCE,
                hidden(),
                Derivation.term(
                        "V", plan.model().vocabularySize(), "vocabulary", "model.vocabularySize"),
                tensor());
    }

    private Derivation.Term matrices() {
        return Derivation.term(
                "m",
                plan.model().feedForward().matrices(),
                "matrices of a block: gate, up and down, or up and down",
                "model.feedForward.gated");
    }

    private Derivation.Term hidden() {
        return Derivation.term("h", plan.model().hiddenSize(), "hidden size", "model.hiddenSize");
    }

    private Derivation.Term tensor() {
        return Derivation.term("TP", plan.strategy().tensor(), "tensor parallel", "strategy");
    }
}
