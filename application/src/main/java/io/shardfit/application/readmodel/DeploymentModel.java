package io.shardfit.application.readmodel;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Period;
import io.shardfit.domain.approval.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything that read models say of one deployment, worked out from its stream and those of its
/// environments. It depends on nothing else, so that whoever projects it again gets the same.
///
/// @param last the newest event of its stream
/// @param standings how it stands in each environment from when to when
public record DeploymentModel(
        String name,
        CurrentPlan plan,
        boolean archived,
        LastChange last,
        List<StandingVerdict> verdicts,
        List<RoundModel> rounds,
        SortedMap<String, List<Period>> standings,
        List<ReadinessDay> days) {
    /// Raised when the same events give other rows: rows of another version are made anew.
    public static final int VERSION = 1;

    public DeploymentModel {
        verdicts = List.copyOf(verdicts);
        rounds = List.copyOf(rounds);
        standings = Collections.unmodifiableSortedMap(new TreeMap<>(standings));
        days = List.copyOf(days);
    }

    /// {@return nothing for a deployment that never had a plan}
    public static Optional<DeploymentModel> of(
            String name,
            DeploymentHistory history,
            Function<String, EnvironmentHistory> environments) {
        return history.plan().map(plan -> of(name, plan, history, environments));
    }

    private static DeploymentModel of(
            String name,
            CurrentPlan plan,
            DeploymentHistory history,
            Function<String, EnvironmentHistory> environments) {
        List<RoundModel> rounds = new ArrayList<>();
        SortedMap<String, List<Period>> standings = new TreeMap<>();
        for (String environment : history.environments()) {
            Timeline timeline = history.timeline(environment, environments.apply(environment));
            standings.put(environment, timeline.periods());
            rounds.addAll(rounds(history, environment, timeline));
        }
        return new DeploymentModel(
                name,
                plan,
                history.archived(),
                LastChange.of(history.events().getLast()),
                history.verdicts(),
                rounds,
                standings,
                ReadinessDay.of(history));
    }

    private static List<RoundModel> rounds(
            DeploymentHistory history, String environment, Timeline timeline) {
        List<RoundModel> rounds = new ArrayList<>();
        for (Recorded recorded : history.events()) {
            if (recorded.event() instanceof ApprovalRequested asked
                    && asked.environment().equals(environment)) {
                rounds.add(
                        new RoundModel(
                                recorded.position(),
                                recorded.at(),
                                recorded.by(),
                                asked,
                                waivers(history, asked),
                                timeline.periods(asked.round())));
            }
        }
        return rounds;
    }

    private static Set<String> waivers(DeploymentHistory history, ApprovalRequested asked) {
        return history.events().stream()
                .filter(recorded ->
                        recorded.event() instanceof PlanApproved given
                                && given.environment().equals(asked.environment())
                                && given.round().equals(asked.round()))
                .flatMap(recorded -> ((PlanApproved) recorded.event()).waivers().stream())
                .collect(Collectors.toSet());
    }
}
