package io.shardfit.application.deployment;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tells whoever may have to decide what there is to decide on, and why they may not. It says what
/// the decision would be at this moment; the decision itself looks again.
public final class ReadReview {
    private final Histories histories;
    private final InstantSource clock;

    public ReadReview(EventLog log, InstantSource clock) {
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// A deployment in an environment, for somebody.
    ///
    /// @param request the newest, with who made it
    /// @param verdict under the environment's margin
    /// @param acceptance whether the environment takes that verdict
    /// @param shown what somebody who reads this decides on
    /// @param objection why they may not approve now
    /// @param approved the plan that was approved here last, if it is another one
    public record Review(
            String deployment,
            String environment,
            DeploymentHistory history,
            EnvironmentHistory surroundings,
            Standing standing,
            Optional<Recorded> request,
            Optional<StandingVerdict> verdict,
            Optional<Acceptance> acceptance,
            Optional<Basis> shown,
            Optional<Refusal> objection,
            Optional<Digest> approved) {}

    /// What became of it.
    public sealed interface Outcome {
        record Read(Review review) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome read(Sender reader, String deployment, String environment) {
        Optional<Refusal> invalid = Names.refusal(deployment, environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        Place place = histories.place(deployment, environment);
        return place.history().plan().isEmpty()
                ? new Outcome.Refused(new Refusal.NoSuchDeployment(deployment))
                : new Outcome.Read(review(reader, place, clock.instant()));
    }

    private Review review(Sender reader, Place place, Instant now) {
        Optional<StandingVerdict> verdict = place.verdict();
        return new Review(
                place.deployment(),
                place.environment(),
                place.history(),
                place.surroundings(),
                place.standing(now),
                request(place),
                verdict,
                verdict.map(one -> place.acceptance(one, now)),
                verdict.map(one ->
                        new Basis(
                                plan(place), one.position(), place.surroundings().policyVersion())),
                objection(reader, place, now),
                approved(place));
    }

    private static Digest plan(Place place) {
        return place.history().plan().orElseThrow().submitted().plan();
    }

    private static Optional<Recorded> request(Place place) {
        return place.history().events().reversed().stream()
                .filter(one ->
                        one.event() instanceof ApprovalRequested asked
                                && asked.environment().equals(place.environment()))
                .findFirst();
    }

    private Optional<Refusal> objection(Sender reader, Place place, Instant now) {
        Optional<ApprovalRequested> request = place.history().lastRequest(place.environment());
        return Names.dead(place.deployment(), place.history())
                .or(() ->
                        request.isEmpty()
                                ? Optional.of(new Refusal.NotRequested(place.environment()))
                                : Optional.empty())
                .or(() ->
                        Staleness.of(
                                place,
                                request.orElseThrow(),
                                Optional.empty(),
                                histories.ruleSets()))
                .or(() ->
                        ApprovePlan.mayNot(
                                reader, place, request.orElseThrow(), histories.roles(), now))
                .or(() -> notAllowed(place, now));
    }

    private static Optional<Refusal> notAllowed(Place place, Instant now) {
        return place.verdict()
                .map(verdict -> place.acceptance(verdict, now))
                .flatMap(acceptance ->
                        switch (acceptance) {
                            case Acceptance.NotAllowed(var result, var codes) ->
                                    Optional.of(new Refusal.NotAllowed(result, codes));
                            case Acceptance.Accepted _ -> Optional.<Refusal>empty();
                        });
    }

    private static Optional<Digest> approved(Place place) {
        return place.history().events().reversed().stream()
                .flatMap(one ->
                        one.event() instanceof PlanApproved given
                                        && given.environment().equals(place.environment())
                                ? Optional.of(given.basis().plan()).stream()
                                : Optional.<Digest>empty().stream())
                .filter(plan -> !plan.equals(plan(place)))
                .findFirst();
    }
}
