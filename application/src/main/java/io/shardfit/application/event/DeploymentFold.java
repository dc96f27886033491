package io.shardfit.application.event;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.domain.approval.ApprovalFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Adds up the events of a deployment.
final class DeploymentFold {
    private Optional<CurrentPlan> plan = Optional.empty();
    private final List<StandingVerdict> verdicts = new ArrayList<>();
    private final List<ApprovalRequested> requests = new ArrayList<>();
    private final List<ApprovalEvent> ended = new ArrayList<>();
    private final List<Placed> facts = new ArrayList<>();
    private boolean archived;

    DeploymentHistory history(List<Recorded> events) {
        return new DeploymentHistory(
                events.size(), plan, verdicts, requests, ended, archived, events, facts);
    }

    /// {@return what is said now of the plan there is; nothing of one that is no longer kept}
    List<StandingVerdict> standing() {
        return archived ? List.of() : List.copyOf(verdicts);
    }

    void add(Recorded recorded) {
        switch (recorded.event()) {
            case PlanEvent event -> plan(recorded, event);
            case ApprovalEvent event -> approval(recorded, event);
            case EnvironmentEvent _, RuleSetEvent _, DirectoryEvent _, LogContinued _ ->
                    throw new IllegalStateException(
                            "position %d: %s in the stream of a deployment"
                                    .formatted(recorded.position(), recorded.entry().type()));
        }
    }

    private void plan(Recorded recorded, PlanEvent event) {
        switch (event) {
            case PlanSubmitted submitted -> submit(recorded, submitted);
            case PlanEvent.VerdictComputed(RecordedVerdict verdict) -> judge(recorded, verdict);
            case PlanEvent.VerdictSuperseded superseded -> judge(recorded, superseded.verdict());
            case PlanEvent.DeploymentArchived _ -> {
                archived = true;
                fact(recorded, Optional.empty(), new ApprovalFact.Archived(recorded.at()));
            }
            case PlanEvent.RemedyApplied _,
                    PlanEvent.StrategyChosen _,
                    PlanEvent.MeasurementRecorded _ -> {}
        }
    }

    private void submit(Recorded recorded, PlanSubmitted submitted) {
        boolean same =
                plan.map(old -> old.submitted().plan().equals(submitted.plan())).orElse(false);
        plan = Optional.of(new CurrentPlan(recorded.position(), submitted));
        if (!same) {
            verdicts.clear();
            fact(recorded, Optional.empty(), new ApprovalFact.PlanChanged(recorded.at()));
        }
    }

    private void judge(Recorded recorded, RecordedVerdict verdict) {
        verdicts.removeIf(old -> old.verdict().margin().equals(verdict.margin()));
        verdicts.add(new StandingVerdict(recorded.position(), recorded.at(), verdict));
    }

    private void approval(Recorded recorded, ApprovalEvent event) {
        Instant at = recorded.at();
        switch (event) {
            case ApprovalRequested asked -> {
                requests.add(asked);
                fact(
                        recorded,
                        event,
                        new ApprovalFact.Requested(at, asked.round(), asked.needed()));
            }
            case ApprovalEvent.PlanApproved given ->
                    fact(
                            recorded,
                            event,
                            new ApprovalFact.Approved(
                                    at,
                                    given.round(),
                                    recorded.by(),
                                    given.until(),
                                    given.waivers()));
            case ApprovalEvent.ApprovalRejected rejected -> {
                ended.add(event);
                fact(recorded, event, new ApprovalFact.Rejected(at, rejected.round()));
            }
            case ApprovalEvent.ApprovalRevoked _ ->
                    fact(recorded, event, new ApprovalFact.Revoked(at));
            case ApprovalEvent.ApprovalSuspended suspended -> {
                ended.add(event);
                fact(recorded, event, new ApprovalFact.Suspended(at, suspended.round()));
            }
            case ApprovalEvent.ApprovalFlagged flagged ->
                    fact(
                            recorded,
                            event,
                            new ApprovalFact.Flagged(at, flagged.round(), flagged.deadline()));
            case ApprovalEvent.ApprovalExpired _ -> ended.add(event);
        }
    }

    private void fact(Recorded recorded, ApprovalEvent event, ApprovalFact fact) {
        fact(recorded, Optional.of(event.environment()), fact);
    }

    private void fact(Recorded recorded, Optional<String> environment, ApprovalFact fact) {
        facts.add(new Placed(recorded.position(), environment, fact));
    }
}
