package io.shardfit.adapters.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.core.annotation.Nullable;
import io.shardfit.adapters.web.InstantText;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.LedgerText;
import io.shardfit.domain.quantity.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The members of a JSON object that was sent. A member that nobody asked for is a mistake, too:
/// ask for all, then call {@link #end}.
public final class RequestBody {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxStringLength(1 << 20)
                                                    .maxNumberLength(64)
                                                    .maxNameLength(256)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    private RequestBody(JsonNode object) {
        this.object = object;
    }

    /// @throws ProblemException if the bytes are no JSON object
    public static RequestBody of(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw bad("", "a JSON object");
            }
            return new RequestBody(node);
        } catch (JsonProcessingException broken) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "the body is no JSON: " + broken.getOriginalMessage() + place(broken));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// What is too long to be read has no place.
    private static String place(JsonProcessingException broken) {
        return Optional.ofNullable(broken.getLocation())
                .map(at -> " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()))
                .orElse("");
    }

    /// {@return the one text that the body has}
    ///
    /// @throws ProblemException if it has none, or more than that
    static String only(String key, byte[] body) {
        RequestBody members = of(body);
        String text = members.text(key);
        members.end();
        return text;
    }

    /// {@return as {@link #of}; no body is an object without members}
    static RequestBody ofOptional(@Nullable String body) {
        return of((body == null || body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8));
    }

    public String text(String key) {
        return optionalText(key).orElseThrow(() -> bad(key, "a text, and it is compulsory"));
    }

    /// {@return the text; `null` and absent are the same}
    public Optional<String> optionalText(String key) {
        return member(key)
                .map(node -> {
                    if (!node.isTextual()) {
                        throw bad(key, "a text");
                    }
                    return kept(key, node.textValue());
                });
    }

    public Optional<Boolean> optionalFlag(String key) {
        return member(key)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw bad(key, "true or false");
                    }
                    return node.booleanValue();
                });
    }

    public int number(String key) {
        return optionalNumber(key)
                .orElseThrow(() -> bad(key, "a whole number, and it is compulsory"));
    }

    public Optional<Integer> optionalNumber(String key) {
        return member(key)
                .map(node -> {
                    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                        throw bad(key, "a whole number");
                    }
                    return node.intValue();
                });
    }

    /// {@return a whole number that may be a position in the log}
    public long position(String key) {
        return member(key)
                .filter(node -> node.isIntegralNumber() && node.canConvertToLong())
                .orElseThrow(() -> bad(key, "a whole number, and it is compulsory"))
                .longValue();
    }

    public Optional<Double> optionalFraction(String key) {
        return member(key)
                .map(node -> {
                    if (!node.isNumber()) {
                        throw bad(key, "a number");
                    }
                    return node.doubleValue();
                });
    }

    public Digest digest(String key) {
        return digest(key, text(key));
    }

    public Optional<Digest> optionalDigest(String key) {
        return optionalText(key).map(text -> digest(key, text));
    }

    private Digest digest(String key, String text) {
        return parsed(key, text, "a digest, sha256:… with 64 digits", Digest::new);
    }

    /// {@return a part of a whole, such as 0.08}
    public Optional<Share> optionalShare(String key) {
        return optionalFraction(key)
                .map(number -> {
                    try {
                        return new Share(number);
                    } catch (IllegalArgumentException wrong) {
                        throw bad(key, "a part of a whole, such as 0.08");
                    }
                });
    }

    public Instant instant(String key) {
        return parsed(key, text(key), "an ISO 8601 instant with its zone", InstantText::read);
    }

    /// {@return the texts, of which there may be none}
    public List<String> compulsoryTexts(String key) {
        if (member(key).isEmpty()) {
            throw bad(key, "a list of texts, and it is compulsory");
        }
        return texts(key);
    }

    /// {@return the texts; none if the member is absent}
    public List<String> texts(String key) {
        return items(
                key,
                node -> {
                    if (!node.isTextual()) {
                        throw bad(key, "a list of texts");
                    }
                    return kept(key, node.textValue());
                });
    }

    public Optional<RequestBody> optionalObject(String key) {
        return member(key)
                .map(node -> {
                    if (!node.isObject()) {
                        throw bad(key, "an object");
                    }
                    return new RequestBody(node);
                });
    }

    /// {@return the objects of a list; none if the member is absent}
    public List<RequestBody> objects(String key) {
        return items(
                key,
                node -> {
                    if (!node.isObject()) {
                        throw bad(key, "a list of objects");
                    }
                    return new RequestBody(node);
                });
    }

    private <T> List<T> items(String key, Function<JsonNode, T> read) {
        List<T> found = new ArrayList<>();
        member(key)
                .ifPresent(node -> {
                    if (!node.isArray()) {
                        throw bad(key, "a list");
                    }
                    node.forEach(item -> found.add(read.apply(item)));
                });
        return found;
    }

    /// {@return what `read` makes of a text}
    ///
    /// @param expected in words, for the error
    public <T> T parsed(String key, String text, String expected, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw bad(key, expected);
        }
    }

    /// @throws ProblemException if there is a member that nobody asked for
    public void end() {
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!asked.contains(name)) {
                        throw ProblemException.of(
                                ProblemKind.BAD_REQUEST,
                                "/%s is not known here; known are %s"
                                        .formatted(name, asked.stream().sorted().toList()));
                    }
                });
    }

    private Optional<JsonNode> member(String key) {
        asked.add(key);
        return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
    }

    private static String kept(String key, String text) {
        LedgerText.obstacle(text)
                .ifPresent(found -> {
                    throw bad(key, "a text without " + found);
                });
        return text;
    }

    private static ProblemException bad(String key, String expected) {
        return ProblemException.of(
                ProblemKind.BAD_REQUEST, "/%s must be %s".formatted(key, expected));
    }
}
