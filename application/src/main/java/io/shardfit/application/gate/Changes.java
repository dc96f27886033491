package io.shardfit.application.gate;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What new entries say something about.
///
/// @param plans digests of plans that are named: a deployment may have them that did not before
record Changes(Set<String> deployments, Set<String> environments, Set<String> plans) {
    static Changes of(List<Entry> entries) {
        Changes changes = new Changes(new HashSet<>(), new HashSet<>(), new HashSet<>());
        entries.forEach(changes::add);
        return changes;
    }

    private void add(Entry entry) {
        if (entry.stream().isEnvironment()) {
            environments.add(entry.stream().name());
        } else if (entry.stream().isDeployment()) {
            deployments.add(entry.stream().name());
            if (entry.data().members().get("planDigest") instanceof Json.Text(String digest)) {
                plans.add(digest);
            }
        }
    }

    boolean isNothing() {
        return deployments.isEmpty() && environments.isEmpty();
    }

    boolean concern(GateQuestion question, Candidates candidates) {
        return environments.contains(question.environment())
                || plans.contains(question.plan().text())
                || question.deployment().map(deployments::contains).orElse(false)
                || candidates.isAbout(deployments);
    }
}
