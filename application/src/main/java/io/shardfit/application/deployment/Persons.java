package io.shardfit.application.deployment;

import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.domain.approval.Person;

/// Senders as those who decide.
final class Persons {
    private Persons() {}

    static Person of(Sender sender, RoleHistory roles) {
        String id = sender.actor().id();
        return new Person(id, sender.isInPerson(), roles.since(id, Role.APPROVER));
    }
}
