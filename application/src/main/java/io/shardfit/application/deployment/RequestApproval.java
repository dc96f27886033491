package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Asks for approval of the plan that a deployment has now, on the verdict of the rules of now. A
/// request that waits is joined, and what is approved already is not asked for again: whoever asks
/// in every run of a pipeline fills nobody's queue. An approval can be renewed in the last sixth of
/// the lifetime that the policy gives it, or by name.
public final class RequestApproval {
    private static final Answers<Outcome> ANSWERS =
            new Answers<>(
                    written ->
                            new Outcome.Requested((ApprovalRequested) written.getFirst().event()),
                    Outcome.NotWritten::new);

    /// This part of the lifetime of an approval.
    private static final int RENEWED_IN_LAST = 6;

    private final Commands commands;
    private final Histories histories;
    private final ValidatePlan validate;
    private final InstantSource clock;

    public RequestApproval(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.validate = new ValidatePlan(log, checkPlan);
        this.clock = clock;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Requested(ApprovalRequested request) implements Outcome {}

        /// Nothing new is asked for, because it was before.
        ///
        /// @param request that waits, or that was approved
        /// @param standing of its round
        record Known(Recorded request, Standing standing) implements Outcome {
            public ApprovalRequested asked() {
                return (ApprovalRequested) request.event();
            }
        }

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    /// What is asked for.
    ///
    /// @param renewal whether also while an approval is in effect that does not end soon
    public record Wish(String deployment, String environment, boolean renewal) {
        public static Wish of(String deployment, String environment) {
            return new Wish(deployment, environment, false);
        }

        public Wish renewing() {
            return new Wish(deployment, environment, true);
        }

        private List<String> words() {
            return renewal
                    ? Commands.request("RequestApproval", deployment, environment, "renewal")
                    : Commands.request("RequestApproval", deployment, environment);
        }

        private StreamId home() {
            return StreamId.deployment(deployment);
        }
    }

    public Outcome request(Sender sender, Wish wish) {
        Optional<Refusal> invalid = Names.refusal(wish.deployment(), wish.environment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.replay(sender, wish.home(), wish.words(), ANSWERS)
                .orElseGet(() -> validate(sender, wish));
    }

    private Outcome validate(Sender sender, Wish wish) {
        return switch (validate.validate(
                sender.step("validate"), wish.deployment(), wish.environment())) {
            case ValidatePlan.Outcome.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            case ValidatePlan.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case ValidatePlan.Outcome.NotWritten(AppendOutcome why) -> new Outcome.NotWritten(why);
            case ValidatePlan.Outcome.Validated _ -> ask(sender, wish);
        };
    }

    private Outcome ask(Sender sender, Wish wish) {
        return commands.carryOut(
                sender, wish.home(), wish.words(), () -> decide(sender, wish), ANSWERS);
    }

    private Decision<Outcome> decide(Sender sender, Wish wish) {
        Place place = histories.place(wish.deployment(), wish.environment());
        Instant now = clock.instant();
        Optional<Refusal> dead =
                Names.dead(place.deployment(), place.history())
                        .or(() -> sender.misses(place.history()));
        if (dead.isPresent()) {
            return refused(dead.orElseThrow());
        }
        Optional<StandingVerdict> verdict = place.verdict();
        if (verdict.isEmpty()) {
            return refused(new Refusal.Stale(List.of("policy")));
        }
        Optional<Outcome.Known> known = known(wish, place, verdict.orElseThrow(), now);
        if (known.isPresent()) {
            return Decision.answer(known.orElseThrow());
        }
        return switch (place.acceptance(verdict.orElseThrow(), now)) {
            case Acceptance.NotAllowed(Readiness result, List<String> codes) ->
                    refused(new Refusal.NotAllowed(result, codes));
            case Acceptance.Accepted _ -> ask(place, verdict.orElseThrow());
        };
    }

    /// {@return the newest request that makes another one needless}
    private static Optional<Outcome.Known> known(
            Wish wish, Place place, StandingVerdict verdict, Instant now) {
        return place.history().events().reversed().stream()
                .filter(one ->
                        one.event() instanceof ApprovalRequested asked
                                && asked.environment().equals(wish.environment()))
                .map(one ->
                        new Outcome.Known(
                                one,
                                place.standing(((ApprovalRequested) one.event()).round(), now)))
                .filter(known ->
                        isWaiting(known, basis(place, verdict))
                                || !wish.renewal() && isEffective(known, place, now))
                .findFirst();
    }

    /// A request that rests on what no longer holds is replaced.
    private static boolean isWaiting(Outcome.Known known, Basis basis) {
        return known.standing() instanceof Standing.Pending && known.asked().basis().equals(basis);
    }

    private static boolean isEffective(Outcome.Known known, Place place, Instant now) {
        return known.standing() instanceof Standing.Effective(Instant until)
                && now.isBefore(
                        until.minus(
                                place.surroundings()
                                        .policy()
                                        .approvalLifetime()
                                        .dividedBy(RENEWED_IN_LAST)));
    }

    private static Basis basis(Place place, StandingVerdict verdict) {
        return new Basis(
                verdict.verdict().plan(), verdict.position(), place.surroundings().policyVersion());
    }

    private static Decision<Outcome> ask(Place place, StandingVerdict verdict) {
        int rounds =
                place.history()
                        .lastRequest(place.environment())
                        .map(last -> last.round().number())
                        .orElse(0);
        return Decision.write(
                List.of(
                        Decision.append(
                                StreamId.deployment(place.deployment()),
                                place.history().version(),
                                new ApprovalRequested(
                                        place.environment(),
                                        new Round(rounds + 1),
                                        basis(place, verdict),
                                        place.surroundings().policy().neededApprovals())),
                        Decision.demand(
                                StreamId.environment(place.environment()),
                                place.surroundings().version())),
                List.of());
    }

    private static Decision<Outcome> refused(Refusal refusal) {
        return Decision.answer(new Outcome.Refused(refusal));
    }
}
