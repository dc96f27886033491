package io.shardfit.application.document;

import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import java.util.List;
import java.util.stream.IntStream;

/// The `model` member of a plan document. What a plain transformer does not have is left out, so
/// that a model keeps its digest when the format learns more.
final class ModelDocument {
    private ModelDocument() {}

    static Json of(ModelArchitecture model) {
        Json.Builder fields =
                Json.fields()
                        .with("name", model.name())
                        .with("layers", number(model.layers(), "model.layers"))
                        .with("hiddenSize", number(model.hiddenSize(), "model.hiddenSize"))
                        .with(
                                "vocabularySize",
                                number(model.vocabularySize(), "model.vocabularySize"))
                        .with("tiedEmbeddings", new Json.Flag(model.tiedEmbeddings()))
                        .with("normalization", model.normalization().word())
                        .with("attention", attention(model.attention(), model.mixers()))
                        .with("gated", new Json.Flag(model.feedForward().gated()))
                        .with(
                                "intermediateSize",
                                number(
                                        model.feedForward().intermediateSize(),
                                        "model.feedForward.intermediateSize"));
        model.experts().ifPresent(experts -> fields.with("experts", experts(experts)));
        mixers(fields, model.mixers());
        stack(fields, model);
        if (model.bias() != LinearBias.NONE) {
            fields.with("linearBias", model.bias().word());
        }
        more(fields, "learnedPositions", model.embeddings().learnedPositions());
        additions(fields, model.additions());
        return fields.build();
    }

    private static Json number(long value, String key) {
        return PlanDocument.number(value, key);
    }

    private static void more(Json.Builder fields, String key, long value) {
        if (value > 0) {
            fields.with(key, number(value, key));
        }
    }

    private static void flag(Json.Builder fields, String key, boolean value) {
        if (value) {
            fields.with(key, new Json.Flag(true));
        }
    }

    private static void additions(Json.Builder fields, Additions additions) {
        more(fields, "additionalParameters", additions.parameters().count());
        more(fields, "multiTokenPredictionLayers", additions.multiTokenPredictionLayers());
        more(fields, "maxPositions", additions.maxPositions().orElse(0));
        more(fields, "rotaryRows", additions.rotaryRows().orElse(0));
        additions.notModelled().ifPresent(reason -> fields.with("notModelled", reason));
    }

    private static void stack(Json.Builder fields, ModelArchitecture model) {
        LayerStack plain =
                LayerStack.of(model.layers(), List.of(TokenMixer.FULL), model.feedForward());
        if (!model.stack().equals(plain)) {
            fields.with(
                    "layerTypes",
                    IntStream.range(0, model.layers())
                            .mapToObj(model.stack()::layer)
                            .map(ModelDocument::layer)
                            .reduce((before, next) -> before + " " + next)
                            .orElse(""));
        }
    }

    private static String layer(Layer layer) {
        return layer.mixer().word() + "+" + layer.block().word();
    }

    private static void mixers(Json.Builder fields, Mixers mixers) {
        mixers.global()
                .ifPresent(global ->
                        fields.with("globalAttention", attention(global, Mixers.of(global))));
        mixers.linear()
                .ifPresent(linear ->
                        fields.with(
                                "linearAttention",
                                Json.fields()
                                        .with("keyHeads", number(linear.keyHeads(), "keyHeads"))
                                        .with(
                                                "valueHeads",
                                                number(linear.valueHeads(), "valueHeads"))
                                        .with(
                                                "keyHeadDim",
                                                number(linear.keyHeadDim(), "keyHeadDim"))
                                        .with(
                                                "valueHeadDim",
                                                number(linear.valueHeadDim(), "valueHeadDim"))
                                        .with(
                                                "convKernel",
                                                number(linear.convKernel(), "convKernel"))
                                        .build()));
        mixers.stateSpace()
                .ifPresent(mamba ->
                        fields.with(
                                "mamba",
                                Json.fields()
                                        .with("heads", number(mamba.heads(), "heads"))
                                        .with("headDim", number(mamba.headDim(), "headDim"))
                                        .with("stateSize", number(mamba.stateSize(), "stateSize"))
                                        .with("groups", number(mamba.groups(), "groups"))
                                        .with(
                                                "convKernel",
                                                number(mamba.convKernel(), "convKernel"))
                                        .build()));
    }

    private static Json attention(Attention attention, Mixers mixers) {
        Json.Builder fields =
                Json.fields().with("heads", number(attention.heads(), "attention.heads"));
        switch (attention) {
            case GroupedQuery a -> grouped(fields, a);
            case MultiLatent a -> latent(fields, a);
        }
        more(fields, "window", mixers.window());
        more(fields, "chunk", mixers.chunk());
        return fields.build();
    }

    private static void grouped(Json.Builder fields, GroupedQuery a) {
        fields.with("keyValueHeads", number(a.keyValueHeads(), "attention.keyValueHeads"))
                .with("headDim", number(a.headDim(), "attention.headDim"));
        flag(fields, "outputGate", a.outputGate());
        flag(fields, "queryKeyNorm", a.queryKeyNorm());
        flag(fields, "sharedKeyValue", a.sharedKeyValue());
    }

    private static void latent(Json.Builder fields, MultiLatent a) {
        fields.with("queryRank", number(a.queryRank(), "attention.queryRank"))
                .with("keyValueRank", number(a.keyValueRank(), "attention.keyValueRank"))
                .with("nopeHeadDim", number(a.nopeHeadDim(), "attention.nopeHeadDim"))
                .with("ropeHeadDim", number(a.ropeHeadDim(), "attention.ropeHeadDim"))
                .with("valueHeadDim", number(a.valueHeadDim(), "attention.valueHeadDim"));
        a.indexer()
                .ifPresent(indexer ->
                        fields.with(
                                "indexer",
                                Json.fields()
                                        .with("heads", number(indexer.heads(), "indexer.heads"))
                                        .with(
                                                "headDim",
                                                number(indexer.headDim(), "indexer.headDim"))
                                        .with("topK", number(indexer.topK(), "indexer.topK"))
                                        .build()));
    }

    private static Json experts(Experts e) {
        Json.Builder fields =
                Json.fields()
                        .with("count", number(e.count(), "experts.count"))
                        .with("perToken", number(e.perToken(), "experts.perToken"))
                        .with(
                                "intermediateSize",
                                number(e.intermediateSize(), "experts.intermediateSize"))
                        .with(
                                "sharedIntermediateSize",
                                number(
                                        e.sharedIntermediateSize(),
                                        "experts.sharedIntermediateSize"))
                        .with(
                                "firstDenseLayers",
                                number(e.firstDenseLayers(), "experts.firstDenseLayers"))
                        .with("everyNthLayer", number(e.everyNthLayer(), "experts.everyNthLayer"));
        more(fields, "latentSize", e.latentSize());
        flag(fields, "sharedGate", e.sharedGate());
        return fields.build();
    }
}
