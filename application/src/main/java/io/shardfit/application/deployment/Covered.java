package io.shardfit.application.deployment;

import io.shardfit.application.deployment.GrantWaiver.Terms;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.DeploymentHistory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The live deployments whose plans a waiver would cover.
record Covered(Terms terms, List<DeploymentHistory> deployments) {
    Covered {
        deployments = List.copyOf(deployments);
    }

    static Covered by(Terms terms, Histories histories) {
        return new Covered(
                terms,
                histories.deployments().stream()
                        .map(histories::deployment)
                        .filter(history -> isCovered(terms, history))
                        .toList());
    }

    private static boolean isCovered(Terms terms, DeploymentHistory history) {
        return !history.archived()
                && history.plan()
                        .filter(plan ->
                                terms.plan().map(plan.submitted().plan()::equals).orElse(true))
                        .isPresent();
    }

    /// {@return whether the requester submitted one of the plans, or asked for its approval}
    boolean isRequesterKnown() {
        return deployments.stream()
                .anyMatch(history ->
                        history.authors().contains(terms.requester()) || hasAsked(history));
    }

    private boolean hasAsked(DeploymentHistory history) {
        return history.events().stream()
                .filter(recorded -> recorded.by().equals(terms.requester()))
                .anyMatch(recorded ->
                        recorded.event() instanceof ApprovalRequested asked
                                && asked.environment().equals(terms.environment()));
    }

    /// {@return the requester and the authors of the plans whose finding it would set aside: they
    /// ask for it, whoever is named}
    Set<String> requesters() {
        Set<String> all = new TreeSet<>();
        all.add(terms.requester());
        deployments.stream()
                .filter(history -> terms.plan().isPresent() || hasFinding(history))
                .forEach(history -> all.addAll(history.authors()));
        return all;
    }

    private boolean hasFinding(DeploymentHistory history) {
        return history.verdicts().stream()
                .flatMap(one -> one.verdict().findings().stream())
                .anyMatch(noted -> noted.code().equals(terms.finding()));
    }
}
