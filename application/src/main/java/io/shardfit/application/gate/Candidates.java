package io.shardfit.application.gate;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every deployment that has or had a plan, as the log told it.
///
/// @param position up to where the log had been read at least
record Candidates(List<Candidate> all, long position) {
    Candidates {
        all = List.copyOf(all);
    }

    /// Read models only say where to look: one that is behind can make the gate close, never open.
    static Candidates read(GateQuestion question, EventLog log, ReadModels readModels) {
        long position = log.head().position();
        EnvironmentHistory surroundings =
                EnvironmentHistory.of(log.stream(StreamId.environment(question.environment())));
        List<String> names =
                question.deployment()
                        .map(List::of)
                        .orElseGet(() ->
                                readModels.deploymentsAsking(
                                        question.plan(), question.environment()));
        return new Candidates(
                names.stream()
                        .map(name -> candidate(name, question.environment(), log, surroundings))
                        .filter(candidate -> candidate.plan().isPresent())
                        .toList(),
                position);
    }

    private static Candidate candidate(
            String name, String environment, EventLog log, EnvironmentHistory surroundings) {
        DeploymentHistory history = DeploymentHistory.of(log.stream(StreamId.deployment(name)));
        return new Candidate(
                name,
                history.plan().map(current -> current.submitted().plan()),
                history.timeline(environment, surroundings),
                history.verdict(surroundings.policy().safetyMargin()));
    }

    /// {@return the one that speaks for the plan}: one that may run, else one that has the plan,
    /// else one that had it
    Optional<Candidate> speaking(Digest plan, Instant now) {
        return all.stream()
                .max(
                        Comparator.comparing((Candidate one) -> one.allows(plan, now))
                                .thenComparing(one -> one.has(plan)));
    }

    boolean isAbout(Set<String> deployments) {
        return all.stream().anyMatch(one -> deployments.contains(one.deployment()));
    }
}
