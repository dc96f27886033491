package io.shardfit.adapters.web;

/// What to do about a refusal, whatever its details.
public final class ProblemRemedy {
    private ProblemRemedy() {}

    public static String of(ProblemKind kind) {
        return switch (kind) {
            case UNREADABLE_PLAN ->
                    "Mend each place that the errors name; docs/plan-format.md has every key.";
            case BAD_REQUEST -> "Send it as /openapi.json describes it; the detail names the part.";
            case MISSING_IDEMPOTENCY_KEY ->
                    "Send an Idempotency-Key of your own, and the same one when you send it again.";
            case KEY_REUSED -> "Take a new Idempotency-Key: this one meant something else.";
            case NOT_SIGNED_IN -> "Sign in, or send a token that has not expired.";
            case FORBIDDEN -> "Ask an administrator for a role that permits it.";
            case CROSS_ORIGIN -> "Send it from a page of this server, or with a token.";
            case SEPARATION_OF_DUTIES -> "Ask another person: who wrote a plan cannot approve it.";
            case NOT_FOUND -> "Look at the list that it would stand in; names are case-sensitive.";
            case METHOD_NOT_ALLOWED -> "Look up the method in /openapi.json.";
            case NOT_ACCEPTABLE -> "Accept one of the media types that /openapi.json names.";
            case UNSUPPORTED_MEDIA_TYPE ->
                    "Send one of the media types that /openapi.json names, uncompressed.";
            case PRECONDITION_REQUIRED ->
                    "Send If-Match with the ETag of the plan that you decide about.";
            case STALE -> "Look at what it is now, then decide again.";
            case NOT_ALLOWED ->
                    "The environment's policy does not take it; an administrator sets it.";
            case WRONG_STANDING -> "Look at where it stands, and what comes before this step.";
            case CONFLICT -> "Look at what is recorded; somebody else may have been faster.";
            case NEEDS_TEXT -> "Give the reason or comment that is asked for, as short as it says.";
            case TOO_LARGE -> "Send less: a plan is at most 1 MiB.";
            case RATE_LIMITED -> "Wait as long as Retry-After says, then send it again.";
            case UNAVAILABLE -> "Wait as long as Retry-After says, then send it again.";
            case TIMED_OUT -> "Send it again with the same Idempotency-Key; it counts once.";
            case INTERNAL -> "Report it with the request's X-Request-Id; the log has the details.";
            default -> "The detail of the answer says what to do.";
        };
    }
}
