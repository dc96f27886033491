package io.shardfit.application.format;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import java.util.Arrays;
import java.util.Optional;

/// The `model` section of a plan.
final class ModelFormat {
    private static final String USUAL = "usual for published models";

    private final Problems problems;
    private final Fields model;

    ModelFormat(Problems problems, Fields model) {
        this.problems = problems;
        this.model = model;
    }

    Optional<ModelArchitecture> read() {
        String name = model.text("name").orElse("");
        int layers = model.integer("layers", 1);
        int hiddenSize = model.integer("hiddenSize", 1);
        int vocabulary = model.integer("vocabularySize", 1);
        boolean tied = model.flagOr("tiedEmbeddings", false, USUAL);
        Normalization normalization =
                model.optional(
                        "normalization",
                        "rmsnorm or layernorm",
                        text ->
                                Arrays.stream(Normalization.values())
                                        .filter(norm -> norm.word().equals(text))
                                        .findFirst(),
                        Normalization.RMSNORM,
                        USUAL);
        Optional<Attention> attention = attention(hiddenSize);
        Optional<FeedForward> feedForward = feedForward(layers);
        return problems.none()
                ? Optional.of(
                        new ModelArchitecture(
                                name,
                                layers,
                                hiddenSize,
                                vocabulary,
                                tied,
                                normalization,
                                attention.orElseThrow(),
                                feedForward.orElseThrow()))
                : Optional.empty();
    }

    private Optional<Attention> attention(int hiddenSize) {
        Fields fields = model.child("attention");
        int heads = fields.integer("heads", 1);
        Optional<Attention> attention =
                fields.has("keyValueRank")
                        ? latent(fields, heads)
                        : grouped(fields, heads, hiddenSize);
        fields.close();
        return attention;
    }

    private Optional<Attention> grouped(Fields fields, int heads, int hiddenSize) {
        int groups =
                fields.integerOr(
                        "keyValueHeads", 1, heads, "as many as heads: multi-head attention");
        int headDim;
        if (fields.has("headDim") || hiddenSize % heads != 0) {
            headDim = fields.integer("headDim", 1);
        } else {
            headDim = fields.integerOr("headDim", 1, hiddenSize / heads, "hiddenSize ÷ heads");
        }
        if (problems.none() && heads % groups != 0) {
            fields.error("keyValueHeads", "is " + groups, "expected a divisor of heads, " + heads);
            return Optional.empty();
        }
        return problems.none()
                ? Optional.of(new GroupedQuery(heads, groups, headDim))
                : Optional.empty();
    }

    private static Optional<Attention> latent(Fields fields, int heads) {
        return Optional.of(
                new MultiLatent(
                        heads,
                        fields.integer("queryRank", 0),
                        fields.integer("keyValueRank", 1),
                        fields.integer("nopeHeadDim", 1),
                        fields.integer("ropeHeadDim", 1),
                        fields.integer("valueHeadDim", 1)));
    }

    private Optional<FeedForward> feedForward(int layers) {
        Fields fields = model.child("feedForward");
        boolean gated = fields.flagOr("gated", true, USUAL);
        Optional<Experts> experts = fields.childIfPresent("experts").flatMap(this::experts);
        boolean mixture = fields.has("experts");
        int width =
                mixture
                        ? fields.integerOr("intermediateSize", 0, 0, "no dense layers")
                        : fields.integer("intermediateSize", 1);
        fields.close();
        if (!mixture) {
            return Optional.of(new Dense(gated, width));
        }
        return experts.flatMap(known -> mixture(fields, layers, gated, width, known));
    }

    private Optional<FeedForward> mixture(
            Fields fields, int layers, boolean gated, int width, Experts experts) {
        FeedForward mixture = new MixtureOfExperts(gated, width, experts);
        int dense = layers - mixture.mixtureLayers(0, layers);
        if (problems.none() && dense > 0 && width == 0) {
            fields.error(
                    "intermediateSize",
                    "is 0, but %d of %d layers are dense".formatted(dense, layers),
                    "expected the width of the dense layers");
            return Optional.empty();
        }
        return Optional.of(mixture);
    }

    private Optional<Experts> experts(Fields fields) {
        int count = fields.integer("count", 1);
        int perToken = fields.integer("perToken", 1);
        int width = fields.integer("intermediateSize", 1);
        int shared = fields.integerOr("sharedIntermediateSize", 0, 0, "no shared experts");
        int firstDense = fields.integerOr("firstDenseLayers", 0, 0, "no leading dense layers");
        int every = fields.integerOr("everyNthLayer", 1, 1, "every layer is a mixture");
        fields.close();
        if (problems.none() && perToken > count) {
            fields.error("perToken", "is " + perToken, "expected at most count, " + count);
            return Optional.empty();
        }
        return problems.none()
                ? Optional.of(new Experts(count, perToken, width, shared, firstDense, every))
                : Optional.empty();
    }
}
