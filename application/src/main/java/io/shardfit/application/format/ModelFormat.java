package io.shardfit.application.format;

import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Embeddings;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.quantity.ParameterCount;
import java.util.Optional;

/// The `model` section of a plan, and an entry of the model catalogue.
final class ModelFormat {
    static final String USUAL = "usual for published models";

    private final Problems problems;
    private final Fields model;

    ModelFormat(Problems problems, Fields model) {
        this.problems = problems;
        this.model = model;
    }

    Optional<ModelArchitecture> read() {
        String name = model.text("name").orElse("");
        StackFormat stack = new StackFormat(problems, model);
        int hiddenSize = model.integer("hiddenSize", 1);
        Embeddings embeddings =
                new Embeddings(
                        model.integer("vocabularySize", 1),
                        model.flagOr("tiedEmbeddings", false, USUAL),
                        model.integerIfPresent("learnedPositions", 0).orElse(0));
        Normalization normalization =
                model.word(
                        "normalization",
                        Normalization.values(),
                        Normalization::word,
                        Normalization.RMSNORM,
                        USUAL);
        LinearBias bias =
                model.wordIfPresent("linearBias", LinearBias.values(), LinearBias::word)
                        .orElse(LinearBias.NONE);
        Optional<Mixers> mixers = new MixersFormat(problems, model, hiddenSize).read();
        Optional<FeedForward> feedForward = feedForward();
        Additions additions = additions();
        if (!problems.none()) {
            return Optional.empty();
        }
        Optional<LayerStack> placed = stack.read(mixers.orElseThrow(), feedForward.orElseThrow());
        return placed.flatMap(known -> withWidths(known, feedForward.orElseThrow()))
                .map(known ->
                        new ModelArchitecture(
                                name,
                                known,
                                hiddenSize,
                                embeddings,
                                normalization,
                                mixers.orElseThrow(),
                                feedForward.orElseThrow(),
                                bias,
                                additions));
    }

    private Additions additions() {
        return new Additions(
                model.present(
                                "additionalParameters",
                                "a whole number such as 0.4e9, or 0",
                                DeclarationsFormat::parametersOrNone)
                        .orElse(ParameterCount.ZERO),
                model.integerIfPresent("multiTokenPredictionLayers", 0, StackFormat.MOST_LAYERS)
                        .orElse(0),
                model.integerIfPresent("maxPositions", 1),
                model.integerIfPresent("rotaryRows", 1),
                model.textIfPresent("notModelled"));
    }

    private Optional<FeedForward> feedForward() {
        Fields fields = model.child("feedForward");
        boolean gated = fields.flagOr("gated", true, USUAL);
        Optional<Experts> experts = fields.childIfPresent("experts").flatMap(this::experts);
        boolean mixture = fields.has("experts");
        int width =
                mixture
                        ? fields.integerOr("intermediateSize", 0, 0, "no dense layers")
                        : fields.integer("intermediateSize", 1);
        fields.close();
        return mixture
                ? experts.map(known -> new MixtureOfExperts(gated, width, known))
                : Optional.of(new Dense(gated, width));
    }

    private Optional<LayerStack> withWidths(LayerStack stack, FeedForward feedForward) {
        int dense = stack.counts().dense();
        if (dense > 0 && feedForward.intermediateSize() == 0) {
            model.childIfPresent("feedForward")
                    .orElse(model)
                    .error(
                            "intermediateSize",
                            "is 0, but %d of %d layers are dense".formatted(dense, stack.size()),
                            "expected the width of the dense layers");
            return Optional.empty();
        }
        return Optional.of(stack);
    }

    private Optional<Experts> experts(Fields fields) {
        int count = fields.integer("count", 1);
        int perToken = fields.integer("perToken", 1);
        int width = fields.integer("intermediateSize", 1);
        int shared = fields.integerOr("sharedIntermediateSize", 0, 0, "no shared experts");
        int firstDense = fields.integerOr("firstDenseLayers", 0, 0, "no leading dense layers");
        int every = fields.integerOr("everyNthLayer", 1, 1, "every layer is a mixture");
        int latent = fields.integerIfPresent("latentSize", 0).orElse(0);
        boolean gate = fields.isTrue("sharedGate");
        if (gate) {
            fields.onlyWith("sharedGate", shared > 0, "`sharedIntermediateSize`");
        }
        fields.close();
        if (problems.none() && perToken > count) {
            fields.error("perToken", "is " + perToken, "expected at most count, " + count);
            return Optional.empty();
        }
        return problems.none()
                ? Optional.of(
                        new Experts(
                                count, perToken, width, shared, firstDense, every, latent, gate))
                : Optional.empty();
    }
}
