package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.Actor;
import java.util.Optional;

/// Who may change rules, policies and roles.
final class Authority {
    private Authority() {}

    /// {@return why the sender may not administer; the program itself may, which is how the first
    /// administrator comes to be}
    static Optional<Refusal> administers(Sender sender, RoleHistory roles) {
        Actor actor = sender.actor();
        return actor.kind() == Actor.Kind.SYSTEM || roles.holds(actor.id(), Role.ADMIN)
                ? Optional.empty()
                : Optional.of(new Refusal.NeedsRole(actor.id(), Role.ADMIN.word()));
    }

    /// {@return why the sender may not stop a deployment: its authors, approvers and administrators
    /// may}
    static Optional<Refusal> stops(Sender sender, DeploymentHistory history, RoleHistory roles) {
        String id = sender.actor().id();
        boolean author =
                history.plan().map(plan -> plan.submitted().authors().contains(id)).orElse(false);
        return author || roles.holds(id, Role.APPROVER) || administers(sender, roles).isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal.NeedsRole(id, Role.APPROVER.word()));
    }
}
