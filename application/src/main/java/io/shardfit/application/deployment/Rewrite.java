package io.shardfit.application.deployment;

import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.function.Predicate;

/// The plan of a deployment, about to be replaced by an edited one.
sealed interface Rewrite {
    /// @param file the plan's bytes
    record Ready(DeploymentHistory history, CurrentPlan plan, byte[] file, Rules.Known rules)
            implements Rewrite {}

    record Not(Refusal refusal) implements Rewrite {}

    /// @param expected the plan on which the edit was chosen
    static Rewrite of(EventLog log, String deployment, Digest expected) {
        return of(log, deployment, plan -> plan.submitted().plan().equals(expected));
    }

    /// {@return whatever plan the deployment has}
    static Rewrite current(EventLog log, String deployment) {
        return of(log, deployment, _ -> true);
    }

    private static Rewrite of(EventLog log, String deployment, Predicate<CurrentPlan> expected) {
        Histories histories = new Histories(log);
        DeploymentHistory history = histories.deployment(deployment);
        return Names.dead(deployment, history)
                .<Rewrite>map(Not::new)
                .orElseGet(() -> {
                    CurrentPlan plan = history.plan().orElseThrow();
                    if (!expected.test(plan)) {
                        return new Not(new Refusal.Stale(List.of("plan")));
                    }
                    Document file = log.document(plan.submitted().raw()).orElseThrow();
                    return switch (Rules.of(histories.ruleSets())) {
                        case Rules.Unusable(Refusal unusable) -> new Not(unusable);
                        case Rules.Known rules -> new Ready(history, plan, file.bytes(), rules);
                    };
                });
    }
}
