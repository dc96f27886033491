package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// What a request says of itself in its headers: its own key, and what its sender believes to be
/// so.
public final class Conditions {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Conditions() {}

    /// {@return the command that the `Idempotency-Key` means, for this sender}
    ///
    /// @throws ProblemException if there is none, or it is none
    public static UUID command(HttpRequest<?> request, Identity identity) {
        String key =
                request.getHeaders()
                        .findFirst(IDEMPOTENCY_KEY)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemKind.MISSING_IDEMPOTENCY_KEY,
                                        "send one, 1 to 200 visible ASCII characters, and the same"
                                                + " one when you send the same request again"));
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "Idempotency-Key is 1 to 200 visible ASCII characters");
        }
        return UUID_FORM.matcher(key).matches()
                ? UUID.fromString(key)
                : UUID.nameUUIDFromBytes(
                        (identity.id() + '\n' + key).getBytes(StandardCharsets.UTF_8));
    }

    /// {@return the plan that the sender believes the deployment has, from `If-Match`}
    ///
    /// @throws ProblemException if there is none, or it is none
    public static Digest plan(HttpRequest<?> request) {
        return planIfAny(request)
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.PRECONDITION_REQUIRED,
                                "send If-Match with the ETag of the plan that you looked at"));
    }

    /// {@return as {@link #plan}; empty if there is no `If-Match`}
    ///
    /// @throws ProblemException if it names no plan
    static Optional<Digest> planIfAny(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.IF_MATCH)
                .map(tag ->
                        Optional.of(tag)
                                .filter(Conditions::isQuoted)
                                .map(text -> text.substring(1, text.length() - 1))
                                .filter(Digest::isDigest)
                                .map(Digest::new)
                                .orElseThrow(() ->
                                        ProblemException.of(
                                                ProblemKind.BAD_REQUEST,
                                                "If-Match is the digest of one plan in quotation marks, \"sha256:…\"")));
    }

    private static boolean isQuoted(String tag) {
        return tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"");
    }

    static String tag(Digest plan) {
        return '"' + plan.text() + '"';
    }
}
