package io.shardfit.application.format;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.FrameworkDefaults;
import io.shardfit.domain.framework.KnownDefault;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Sampler;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.Optional;

/// `workload.inference` of a plan.
final class InferenceFormat {
    private static final int USUAL_BLOCK = 16;
    private static final Precision[] STORED = {
        Precision.BF16,
        Precision.FP16,
        Precision.FP32,
        Precision.FP8,
        Precision.INT8,
        Precision.FP4,
        Precision.INT4
    };
    private static final Precision[] CACHED = {
        Precision.BF16, Precision.FP16, Precision.FP32, Precision.FP8, Precision.INT8
    };

    private final Fields fields;
    private final boolean engine;
    private final Optional<KnownDefault> block;
    private final Optional<ModelArchitecture> model;

    /// @param model the model, where it could be read
    InferenceFormat(
            Fields fields, Optional<Framework> framework, Optional<ModelArchitecture> model) {
        this.fields = fields;
        this.engine = framework.map(Framework::convention).filter(Convention::serves).isPresent();
        this.block = framework.map(FrameworkDefaults::of).flatMap(FrameworkDefaults::cacheBlock);
        this.model = model;
    }

    Inference read(Routing routing) {
        Inference inference =
                new Inference(
                        engine
                                ? fields.integerOr(
                                        "concurrentSequences",
                                        1,
                                        1,
                                        "an engine starts when one sequence fits")
                                : fields.integer("concurrentSequences", 1),
                        fields.integer("contextLength", 1),
                        weights(),
                        fields.word(
                                "kvCachePrecision",
                                CACHED,
                                Precision::word,
                                Precision.BF16,
                                "usual today"),
                        fields.integerOr(
                                "kvCacheBlock",
                                1,
                                block.map(KnownDefault::count).orElse(USUAL_BLOCK),
                                block.map(KnownDefault::origin).orElse("usual in engines")),
                        engineLimits(),
                        routing);
        fields.close();
        return inference;
    }

    private WeightFormat weights() {
        Optional<Fields> quantization = fields.childIfPresent("quantization");
        if (fields.has("quantization")) {
            if (fields.has("weightPrecision")) {
                fields.error("quantization", "stands beside `weightPrecision`", "keep one of them");
            }
            return quantization
                    .map(own -> new QuantizationFormat(own, model).read())
                    .orElse(WeightFormat.of(Precision.BF16));
        }
        return WeightFormat.of(
                fields.word(
                        "weightPrecision", STORED, Precision::word, Precision.BF16, "usual today"));
    }

    private EngineLimits engineLimits() {
        fields.onlyWith(
                "latentCache",
                model.isEmpty()
                        || model.map(ModelArchitecture::attention).orElseThrow()
                                instanceof MultiLatent,
                WorkloadFormat.LATENT_ATTENTION);
        Optional<Fields> speculative = fields.childIfPresent("speculative");
        boolean layers = speculative.map(this::predictsByLayers).orElse(false);
        ParameterCount draft =
                speculative
                        .filter(_ -> !layers)
                        .flatMap(own ->
                                own.required(
                                        "draftParameters",
                                        "a whole number such as 1e9, because the method is draft",
                                        DeclarationsFormat::parameters))
                        .orElse(ParameterCount.ZERO);
        speculative.ifPresent(Fields::close);
        return new EngineLimits(
                fields.present(
                        "memoryFraction",
                        "a number above 0, at most 1, such as 0.9",
                        InferenceFormat::fraction),
                fields.integerIfPresent("maxBatchedTokens", 1),
                fields.integerIfPresent("maxSequences", 1),
                fields.present("cudaGraphs", "true or false", Fields::flag).orElse(true),
                fields.present("latentCache", "true or false", Fields::flag).orElse(true),
                draft,
                layers,
                fields.wordIfPresent("loadPrecision", STORED, Precision::word).map(Precision::bits),
                fields.wordIfPresent("sampler", Sampler.values(), Sampler::word),
                fields.wordIfPresent("expertBackend", ExpertBackend.values(), ExpertBackend::word));
    }

    private boolean predictsByLayers(Fields own) {
        Optional<Boolean> layers =
                own.required(
                        "method",
                        "one of mtp, draft",
                        text ->
                                switch (text) {
                                    case "mtp" -> Optional.of(true);
                                    case "draft" -> Optional.of(false);
                                    case String _ -> Optional.empty();
                                });
        own.has("draftParameters"); // a key of the format also where the method cannot be read
        boolean predicts =
                model.map(known -> known.additions().multiTokenPredictionLayers() > 0).orElse(true);
        if (layers.orElse(false)) {
            own.onlyWith("method", predicts, "`multiTokenPredictionLayers` in the model");
            own.onlyWith("draftParameters", false, "`method: draft`");
        }
        return layers.orElse(true);
    }

    private static Optional<Share> fraction(String text) {
        return Amounts.number(text)
                .map(Number::doubleValue)
                .filter(value -> value > 0 && value <= 1)
                .map(Share::new);
    }
}
