package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Who sends a request, as the server found out; nothing in a body or a header can say so.
///
/// @param name as people know them; never recorded
/// @param roles that they hold now
/// @param behind others who count as authors of what they send
/// @param deployments that they may write to, and to nothing else; none means no such limit
/// @param authenticatedAt when they last proved who they are, where they sign in
public record Identity(
        Actor actor,
        String name,
        Set<Role> roles,
        Set<String> behind,
        Set<String> deployments,
        Optional<Instant> authenticatedAt) {
    public Identity {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        behind = Set.copyOf(behind);
        deployments = Set.copyOf(deployments);
    }

    public Identity(Actor actor, String name, Set<Role> roles, Set<String> behind) {
        this(actor, name, roles, behind, Set.of(), Optional.empty());
    }

    /// {@return who sends a request, if that was found out}
    public static Optional<Identity> of(HttpRequest<?> request) {
        return request.getAttribute(IdentityBinder.ATTRIBUTE, Identity.class);
    }

    public String id() {
        return actor.id();
    }

    public boolean holdsOneOf(Set<Role> wanted) {
        return roles.stream().anyMatch(wanted::contains);
    }

    public boolean mayWriteTo(String deployment) {
        return deployments.isEmpty() || deployments.contains(deployment);
    }

    /// @param command the key of what they send: the same key again changes nothing
    public Sender sends(UUID command) {
        return new Sender(actor, command, behind, deployments);
    }
}
