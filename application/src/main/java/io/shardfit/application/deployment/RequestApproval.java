package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
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

/// Asks for approval of the plan that a deployment has now, on the verdict of the rules of now. An
/// approval that holds may be asked for again, so that it can be renewed before it ends.
public final class RequestApproval {
    private static final Answers<Outcome> ANSWERS =
            new Answers<>(
                    written ->
                            new Outcome.Requested((ApprovalRequested) written.getFirst().event()),
                    Outcome.NotWritten::new);

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

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome request(Sender sender, String deployment, String environment) {
        Optional<Refusal> invalid = Names.refusal(deployment, environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.replay(
                        sender,
                        StreamId.deployment(deployment),
                        request(deployment, environment),
                        ANSWERS)
                .orElseGet(() -> validate(sender, deployment, environment));
    }

    private static List<String> request(String deployment, String environment) {
        return Commands.request("RequestApproval", deployment, environment);
    }

    private Outcome validate(Sender sender, String deployment, String environment) {
        return switch (validate.validate(sender.step("validate"), deployment, environment)) {
            case ValidatePlan.Outcome.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            case ValidatePlan.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case ValidatePlan.Outcome.NotWritten(AppendOutcome why) -> new Outcome.NotWritten(why);
            case ValidatePlan.Outcome.Validated _ -> ask(sender, deployment, environment);
        };
    }

    private Outcome ask(Sender sender, String deployment, String environment) {
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                request(deployment, environment),
                () -> decide(sender, histories.place(deployment, environment)),
                ANSWERS);
    }

    private Decision<Outcome> decide(Sender sender, Place place) {
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
        Optional<Standing> waiting = waiting(place, verdict.orElseThrow(), now);
        if (waiting.isPresent()) {
            return refused(new Refusal.WrongStanding(waiting.orElseThrow()));
        }
        return switch (place.acceptance(verdict.orElseThrow(), now)) {
            case Acceptance.NotAllowed(Readiness result, List<String> codes) ->
                    refused(new Refusal.NotAllowed(result, codes));
            case Acceptance.Accepted _ -> ask(place, verdict.orElseThrow());
        };
    }

    /// {@return that the newest request is still open; one that rests on what no longer holds is
    /// replaced}
    private static Optional<Standing> waiting(Place place, StandingVerdict verdict, Instant now) {
        return place.history()
                .lastRequest(place.environment())
                .filter(request -> request.basis().equals(basis(place, verdict)))
                .map(request ->
                        place.history()
                                .timeline(place.environment(), place.surroundings())
                                .at(request.round(), now))
                .filter(Standing.Pending.class::isInstance);
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
