package io.shardfit.application.format;

import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Sampler;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Module;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `workload.inference` of a plan.
final class InferenceFormat {
    private static final Set<String> ENGINES = Set.of("vllm", "sglang", "tensorrt-llm");
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

    InferenceFormat(Fields fields, Optional<Convention> convention) {
        this.fields = fields;
        this.engine = convention.map(Convention::name).filter(ENGINES::contains).isPresent();
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
                        fields.integerOr("kvCacheBlock", 1, 16, "vLLM's default block size"),
                        engineLimits(),
                        routing);
        fields.close();
        return inference;
    }

    private WeightFormat weights() {
        Optional<Fields> quantization = fields.childIfPresent("quantization");
        if (quantization.isPresent()) {
            if (fields.has("weightPrecision")) {
                fields.error("quantization", "stands beside `weightPrecision`", "keep one of them");
            }
            return quantization(quantization.get());
        }
        return WeightFormat.of(
                fields.word(
                        "weightPrecision", STORED, Precision::word, Precision.BF16, "usual today"));
    }

    private static WeightFormat quantization(Fields own) {
        Scheme scheme =
                own.required(
                                "format",
                                Fields.oneOf(Scheme.values(), Scheme::word),
                                text -> Fields.named(text, Scheme.values(), Scheme::word))
                        .orElse(Scheme.BF16);
        int group = own.integerIfPresent("groupSize", 1).orElse(0);
        boolean expertsOnly =
                own.present(
                                "scope",
                                "linear or experts",
                                text ->
                                        switch (text) {
                                            case "linear" -> Optional.of(false);
                                            case "experts" -> Optional.of(true);
                                            case String _ -> Optional.empty();
                                        })
                        .orElse(false);
        List<Module> excluded =
                new ArrayList<>(
                        own.list(
                                "excluded",
                                Fields.oneOf(Module.values(), InferenceFormat::word),
                                text ->
                                        Fields.named(
                                                text, Module.values(), InferenceFormat::word)));
        own.close();
        excluded.add(Module.TABLES);
        if (expertsOnly) {
            excluded.addAll(List.of(Module.ATTENTION, Module.DENSE_LAYERS, Module.SHARED_EXPERTS));
        }
        return new WeightFormat(scheme, group, EnumSet.copyOf(excluded));
    }

    private static String word(Module module) {
        return switch (module) {
            case ATTENTION -> "attention";
            case DENSE_LAYERS -> "denseLayers";
            case SHARED_EXPERTS -> "sharedExperts";
            case ROUTED_EXPERTS -> "routedExperts";
            case TABLES -> "tables";
        };
    }

    private EngineLimits engineLimits() {
        Optional<Fields> speculative = fields.childIfPresent("speculative");
        boolean layers =
                speculative
                        .flatMap(own ->
                                own.required(
                                        "method",
                                        "mtp or draft",
                                        text ->
                                                switch (text) {
                                                    case "mtp" -> Optional.of(true);
                                                    case "draft" -> Optional.of(false);
                                                    case String _ -> Optional.empty();
                                                }))
                        .orElse(false);
        ParameterCount draft =
                speculative
                        .flatMap(own ->
                                own.present(
                                        "draftParameters",
                                        "a whole number such as 1e9",
                                        DeclarationsFormat::parameters))
                        .orElse(ParameterCount.ZERO);
        speculative.ifPresent(Fields::close);
        return new EngineLimits(
                fields.present("memoryFraction", "a number from 0 to 1", InferenceFormat::fraction),
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

    private static Optional<Share> fraction(String text) {
        return Amounts.number(text)
                .map(Number::doubleValue)
                .filter(value -> value > 0 && value <= 1)
                .map(Share::new);
    }
}
