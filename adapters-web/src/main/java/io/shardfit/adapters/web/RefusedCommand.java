package io.shardfit.adapters.web;

import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.ledger.AppendOutcome;

/// Why a command was not carried out, as a problem.
public final class RefusedCommand {
    private RefusedCommand() {}

    public static ProblemException of(Refusal refusal) {
        return ProblemException.of(kind(refusal), refusal.sentence());
    }

    private static ProblemKind kind(Refusal refusal) {
        return switch (refusal) {
            case Refusal.InvalidName _, Refusal.BadTerms _ -> ProblemKind.BAD_REQUEST;
            case Refusal.NoSuchDeployment _, Refusal.NotThere _ -> ProblemKind.NOT_FOUND;
            case Refusal.Stale _ -> ProblemKind.STALE;
            case Refusal.NotAllowed _, Refusal.NotWaivable _ -> ProblemKind.NOT_ALLOWED;
            case Refusal.NotRequested _, Refusal.WrongStanding _ -> ProblemKind.WRONG_STANDING;
            case Refusal.Objected _, Refusal.AlreadyApproved _ -> ProblemKind.SEPARATION_OF_DUTIES;
            case Refusal.NeedsRole _ -> ProblemKind.FORBIDDEN;
            case Refusal.NeedsText _, Refusal.TooLong _ -> ProblemKind.NEEDS_TEXT;
            case Refusal.TooLarge _ -> ProblemKind.TOO_LARGE;
            case Refusal.IsArchived _,
                    Refusal.NoRuleSet _,
                    Refusal.UnknownRuleSet _,
                    Refusal.LastAdministrator _,
                    Refusal.AlreadySo _ ->
                    ProblemKind.CONFLICT;
        };
    }

    public static ProblemException of(AppendOutcome why) {
        return switch (why) {
            case AppendOutcome.Unavailable(String reason, var retryAfter) ->
                    new ProblemException(Problem.unavailable(reason, retryAfter));
            case AppendOutcome.KeyReused _ ->
                    ProblemException.of(
                            ProblemKind.KEY_REUSED,
                            "take a new Idempotency-Key for what is not the same request");
            case AppendOutcome.Conflict(var stream, long version) ->
                    ProblemException.of(
                            ProblemKind.CONFLICT,
                            "%s has moved on to version %d: look again, then decide"
                                    .formatted(stream.text(), version));
            case AppendOutcome.OutOfReach(var stream) ->
                    ProblemException.of(
                            ProblemKind.FORBIDDEN,
                            stream.isDeployment()
                                    ? "the token is for other deployments than %s: issue one for it"
                                            .formatted(stream.name())
                                    : "the token is for some deployments only, and this is about more"
                                            + " than those: a person does it, or another token");
            case AppendOutcome.Refused(String reason) ->
                    ProblemException.of(ProblemKind.CONFLICT, reason);
            case AppendOutcome.Appended _ ->
                    throw new IllegalStateException("what was written is no refusal");
        };
    }
}
