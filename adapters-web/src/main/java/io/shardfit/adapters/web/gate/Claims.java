package io.shardfit.adapters.web.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/// What a workload says of itself. Whoever may create it wrote this: it names a plan, it proves
/// none.
///
/// @param contradiction that its own annotation is another than that of its pods
/// @param gpus all that it asks for; empty where that cannot be read off
record Claims(
        Optional<String> plan,
        Optional<String> deployment,
        Optional<String> environment,
        boolean contradiction,
        OptionalLong gpus) {
    static final String PLAN = "shardfit.io/plan-digest";
    static final String DEPLOYMENT = "shardfit.io/deployment";
    static final String ENVIRONMENT = "shardfit.io/environment";

    private static final String GPU = "nvidia.com/gpu";

    static Claims of(JsonNode object) {
        return new Claims(
                annotation(object, PLAN),
                annotation(object, DEPLOYMENT),
                annotation(object, ENVIRONMENT),
                contradicts(object, PLAN)
                        || contradicts(object, DEPLOYMENT)
                        || contradicts(object, ENVIRONMENT),
                gpus(object));
    }

    private static Optional<String> annotation(JsonNode object, String name) {
        return own(object, name).or(() -> ofPods(object, name));
    }

    private static boolean contradicts(JsonNode object, String name) {
        Optional<String> pods = ofPods(object, name);
        return pods.isPresent()
                && own(object, name).filter(text -> !pods.equals(Optional.of(text))).isPresent();
    }

    private static Optional<String> own(JsonNode object, String name) {
        return text(object.path("metadata"), name);
    }

    private static Optional<String> ofPods(JsonNode object, String name) {
        return text(object.at("/spec/template/metadata"), name);
    }

    private static Optional<String> text(JsonNode metadata, String name) {
        JsonNode found = metadata.path("annotations").path(name);
        return found.isTextual() ? Optional.of(found.textValue()) : Optional.empty();
    }

    /// Only what has pods all alike, and says how many.
    private static OptionalLong gpus(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode pods = spec.at("/template/spec");
        JsonNode count = spec.has("parallelism") ? spec.path("parallelism") : spec.path("replicas");
        if (pods.isMissingNode() || !(count.isMissingNode() || count.canConvertToInt())) {
            return OptionalLong.empty();
        }
        long each = 0;
        for (JsonNode container : pods.path("containers")) {
            each += container.path("resources").path("limits").path(GPU).asLong(0);
        }
        return each == 0 ? OptionalLong.empty() : OptionalLong.of(each * count.asInt(1));
    }
}
