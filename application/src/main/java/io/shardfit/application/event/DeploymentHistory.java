package io.shardfit.application.event;

import io.shardfit.application.event.ApprovalEvent.ApprovalExpired;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.ApprovalSuspended;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.ledger.Entry;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Timeline;
import io.shardfit.domain.quantity.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A deployment as its stream tells it.
///
/// @param version of the stream
/// @param verdicts on the current plan, one for each margin it was judged under
/// @param requests for approval, the first asked first
/// @param ended rounds whose end is on the record
public record DeploymentHistory(
        long version,
        Optional<CurrentPlan> plan,
        List<StandingVerdict> verdicts,
        List<ApprovalRequested> requests,
        List<ApprovalEvent> ended,
        boolean archived,
        List<Recorded> events,
        List<Placed> facts) {
    public DeploymentHistory {
        verdicts = List.copyOf(verdicts);
        requests = List.copyOf(requests);
        ended = List.copyOf(ended);
        events = List.copyOf(events);
        facts = List.copyOf(facts);
    }

    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static DeploymentHistory of(List<Entry> entries) {
        return ofRecorded(Recorded.all(entries));
    }

    public static DeploymentHistory ofRecorded(List<Recorded> events) {
        DeploymentFold fold = new DeploymentFold();
        events.forEach(fold::add);
        return fold.history(events);
    }

    /// {@return the newest verdict on the current plan under a margin}
    public Optional<StandingVerdict> verdict(Optional<Share> margin) {
        return verdicts.stream().filter(one -> one.verdict().margin().equals(margin)).findFirst();
    }

    /// {@return everybody who had a hand in the current plan}
    public Set<String> authors() {
        return plan.map(current -> current.submitted().authors()).orElse(Set.of());
    }

    /// {@return the verdict that was recorded at a position in the log, whether it stands or not}
    public Optional<StandingVerdict> verdictAt(long position) {
        return events.stream()
                .filter(recorded -> recorded.position() == position)
                .flatMap(recorded -> StandingVerdict.of(recorded).stream())
                .findFirst();
    }

    /// {@return whether a verdict was recorded there that took no other's place}
    public boolean isComputed(long position) {
        return events.stream()
                .anyMatch(recorded ->
                        recorded.position() == position
                                && recorded.event() instanceof PlanEvent.VerdictComputed);
    }

    /// {@return where approval was ever asked for}
    public SortedSet<String> environments() {
        SortedSet<String> names = new TreeSet<>();
        requests.forEach(request -> names.add(request.environment()));
        return names;
    }

    public Optional<ApprovalRequested> request(String environment, Round round) {
        return requests.stream()
                .filter(one -> one.environment().equals(environment) && one.round().equals(round))
                .findFirst();
    }

    /// {@return what was approved in a round, by whomever}
    public List<PlanApproved> approvals(String environment, Round round) {
        return events.stream()
                .flatMap(recorded ->
                        recorded.event() instanceof PlanApproved given
                                ? Optional.of(given).stream()
                                : Optional.<PlanApproved>empty().stream())
                .filter(given -> given.environment().equals(environment))
                .filter(given -> given.round().equals(round))
                .toList();
    }

    /// {@return the newest request for an environment}
    public Optional<ApprovalRequested> lastRequest(String environment) {
        return requests.reversed().stream()
                .filter(one -> one.environment().equals(environment))
                .findFirst();
    }

    /// {@return whether the end of a round is on the record}
    public boolean isEndRecorded(String environment, Round round) {
        return ended.stream()
                .anyMatch(event ->
                        event.environment().equals(environment)
                                && ended(event).equals(Optional.of(round)));
    }

    private static Optional<Round> ended(ApprovalEvent event) {
        return switch (event) {
            case ApprovalExpired expired -> Optional.of(expired.round());
            case ApprovalSuspended suspended -> Optional.of(suspended.round());
            case ApprovalEvent.ApprovalRejected rejected -> Optional.of(rejected.round());
            case ApprovalRequested _,
                    ApprovalEvent.PlanApproved _,
                    ApprovalEvent.ApprovalRevoked _,
                    ApprovalEvent.ApprovalFlagged _ ->
                    Optional.empty();
        };
    }

    /// {@return what counts for approval in an environment, in the order of the log}
    public Timeline timeline(String environment, EnvironmentHistory environmentHistory) {
        List<Placed> all = new ArrayList<>();
        Stream.concat(facts.stream(), environmentHistory.facts().stream())
                .filter(placed -> placed.countsIn(environment))
                .sorted(Comparator.comparingLong(Placed::position))
                .forEach(all::add);
        return new Timeline(all.stream().map(Placed::fact).toList());
    }
}
