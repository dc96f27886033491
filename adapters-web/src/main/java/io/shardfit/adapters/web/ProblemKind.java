package io.shardfit.adapters.web;

import io.micronaut.http.HttpStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be wrong with a request. The code is what a client may act on; it never changes its
/// meaning.
public enum ProblemKind {
    UNREADABLE_PLAN(HttpStatus.UNPROCESSABLE_ENTITY, "The file could not be read"),
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request could not be understood"),
    MISSING_IDEMPOTENCY_KEY(HttpStatus.BAD_REQUEST, "The request needs an Idempotency-Key"),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_ENTITY, "The Idempotency-Key meant another request"),
    NOT_SIGNED_IN(HttpStatus.UNAUTHORIZED, "Nobody is signed in"),
    SIGN_IN_AGAIN(HttpStatus.UNAUTHORIZED, "A decision needs a recent sign-in"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The role does not permit this"),
    CROSS_ORIGIN(HttpStatus.FORBIDDEN, "The request comes from another site"),
    SEPARATION_OF_DUTIES(HttpStatus.FORBIDDEN, "Another person must decide"),
    WRONG_HOST(HttpStatus.MISDIRECTED_REQUEST, "The request is for another host"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer has no such form"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has the wrong type"),
    PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "The request needs an If-Match"),
    STALE(HttpStatus.PRECONDITION_FAILED, "It changed in the meantime"),
    NOT_ALLOWED(HttpStatus.CONFLICT, "The environment does not take this answer"),
    WRONG_STANDING(HttpStatus.CONFLICT, "It does not stand in a way that allows this"),
    CONFLICT(HttpStatus.CONFLICT, "The request does not fit what is recorded"),
    NEEDS_TEXT(HttpStatus.UNPROCESSABLE_ENTITY, "A text is missing or too long"),
    TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body did not come in time"),
    TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The server cannot do this at the moment"),
    TIMED_OUT(HttpStatus.SERVICE_UNAVAILABLE, "It took too long"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "A bug in Shardfit");

    private final HttpStatus status;
    private final String title;

    ProblemKind(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return whether the same request may well succeed a little later}
    public boolean isTransient() {
        return this == RATE_LIMITED || this == UNAVAILABLE || this == TIMED_OUT || this == TOO_SLOW;
    }

    /// {@return the kind for what the framework itself refuses}
    static Optional<ProblemKind> of(HttpStatus status) {
        return status == HttpStatus.CONFLICT || status == HttpStatus.UNPROCESSABLE_ENTITY
                ? Optional.of(BAD_REQUEST)
                : Arrays.stream(values()).filter(kind -> kind.status == status).findFirst();
    }
}
