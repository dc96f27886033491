package io.shardfit.adapters.web.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a cluster asks: `AdmissionReview` of `admission.k8s.io/v1`, as far as the gate needs it.
///
/// @param uid echoed in the answer
/// @param workload kind, namespace and name, for messages
/// @param dryRun nothing may be changed for it
/// @param starts whether it can make something run that did not
record Review(
        String uid,
        String namespace,
        String workload,
        boolean dryRun,
        boolean starts,
        Claims claims) {
    static final String API_VERSION = "admission.k8s.io/v1";

    private static final Pattern UID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(200)
                                                    .maxStringLength(1 << 20)
                                                    .maxNumberLength(64)
                                                    .maxNameLength(1024)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// @throws ProblemException if it is none: then there is no uid to answer to
    static Review of(byte[] body) {
        JsonNode review = parsed(body);
        if (!review.path("apiVersion").asText().equals(API_VERSION)
                || !review.path("kind").asText().equals("AdmissionReview")) {
            throw bad("the body must be an AdmissionReview of " + API_VERSION);
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (!request.isObject() || !UID.matcher(uid).matches()) {
            throw bad("/request/uid must be a text of 1 to 200 visible characters");
        }
        JsonNode object = request.path("object");
        return new Review(
                uid,
                request.path("namespace").asText(),
                workload(request, object),
                request.path("dryRun").asBoolean(),
                starts(request.path("operation").asText(), object),
                Claims.of(object));
    }

    /// Something that is being deleted must be able to lose its finalizers.
    private static boolean starts(String operation, JsonNode object) {
        return !operation.equals("DELETE")
                && !operation.equals("CONNECT")
                && !object.at("/metadata").has("deletionTimestamp");
    }

    private static String workload(JsonNode request, JsonNode object) {
        String name =
                Optional.of(request.path("name").asText())
                        .filter(given -> !given.isEmpty())
                        .or(() ->
                                Optional.of(object.at("/metadata/name").asText())
                                        .filter(given -> !given.isEmpty()))
                        .orElseGet(() -> object.at("/metadata/generateName").asText("?") + "…");
        return "%s %s/%s"
                .formatted(
                        request.at("/kind/kind").asText("object"),
                        request.path("namespace").asText("-"),
                        name);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw bad("the body must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException broken) {
            throw bad("the body is no JSON: " + broken.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ProblemException bad(String detail) {
        return ProblemException.of(ProblemKind.BAD_REQUEST, detail);
    }
}
