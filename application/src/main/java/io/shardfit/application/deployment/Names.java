package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.ledger.StreamId;
import java.util.Optional;
import java.util.stream.Stream;

/// What a command can be about.
final class Names {
    private Names() {}

    /// {@return why one of these can name nothing}
    static Optional<Refusal> refusal(String... names) {
        return Stream.of(names)
                .filter(name -> !StreamId.isName(name))
                .findFirst()
                .map(Refusal.InvalidName::new);
    }

    /// {@return why there is no plan to decide on}
    static Optional<Refusal> dead(String deployment, DeploymentHistory history) {
        if (history.archived()) {
            return Optional.of(new Refusal.IsArchived(deployment));
        }
        return history.plan().isEmpty()
                ? Optional.of(new Refusal.NoSuchDeployment(deployment))
                : Optional.empty();
    }
}
