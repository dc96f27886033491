package io.shardfit.application.format;

import static io.shardfit.domain.workload.WeightFormat.Module.ATTENTION;
import static io.shardfit.domain.workload.WeightFormat.Module.DENSE_LAYERS;
import static io.shardfit.domain.workload.WeightFormat.Module.ROUTED_EXPERTS;
import static io.shardfit.domain.workload.WeightFormat.Module.SHARED_EXPERTS;
import static io.shardfit.domain.workload.WeightFormat.Module.TABLES;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Module;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `workload.inference.quantization` of a plan.
final class QuantizationFormat {
    /// What the contract of published checkpoints calls weights as they were trained.
    private static final String NONE = "none";

    private static final int USUAL_GROUP = 128;

    private final Fields own;
    private final Optional<ModelArchitecture> model;

    /// @param model the model, where it could be read
    QuantizationFormat(Fields own, Optional<ModelArchitecture> model) {
        this.own = own;
        this.model = model;
    }

    WeightFormat read() {
        Scheme scheme =
                own.required("format", formats(), QuantizationFormat::scheme).orElse(Scheme.BF16);
        int group = groupSize(scheme);
        boolean expertsOnly =
                own.present("scope", "one of linear, experts", QuantizationFormat::isExperts)
                        .orElse(false);
        Set<Module> excluded = own.words("excluded", Module.values(), QuantizationFormat::word);
        if (expertsOnly) {
            own.onlyWith(
                    "scope",
                    model.isEmpty() || model.flatMap(ModelArchitecture::experts).isPresent(),
                    WorkloadFormat.EXPERTS);
            if (excluded.contains(ROUTED_EXPERTS)) {
                own.error(
                        "excluded",
                        "names routedExperts, and `scope: experts` leaves no other",
                        "remove one of them");
            }
        }
        own.close();
        EnumSet<Module> wide = EnumSet.of(TABLES);
        wide.addAll(excluded);
        if (expertsOnly) {
            wide.addAll(List.of(ATTENTION, DENSE_LAYERS, SHARED_EXPERTS));
        }
        return new WeightFormat(scheme, group, wide);
    }

    private int groupSize(Scheme scheme) {
        return switch (scheme) {
            case AWQ_INT4, GPTQ_INT4 ->
                    own.integerOr("groupSize", 1, USUAL_GROUP, "usual for AWQ and GPTQ");
            case INT4 -> own.integerIfPresent("groupSize", 1).orElse(0);
            case FP32, BF16, FP16, FP8, FP8_BLOCK, INT8, MXFP4, NVFP4, FP4 -> {
                own.onlyWith("groupSize", false, "a format that leaves it open: an int4");
                yield 0;
            }
        };
    }

    private static String formats() {
        return Fields.oneOf(Scheme.values(), Scheme::word) + ", " + NONE;
    }

    private static Optional<Scheme> scheme(String word) {
        return word.equals(NONE)
                ? Optional.of(Scheme.BF16)
                : Arrays.stream(Scheme.values())
                        .filter(scheme -> scheme.word().equals(word))
                        .findFirst();
    }

    private static Optional<Boolean> isExperts(String word) {
        return switch (word) {
            case "linear" -> Optional.of(false);
            case "experts" -> Optional.of(true);
            case String _ -> Optional.empty();
        };
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
}
