package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Who sends a command, and the command's own key: the same key again changes nothing and gets the
/// first answer.
///
/// @param behind others who had a hand in it, as the one who checked the credentials knows them:
///   the owner of a token, the authors of a commit
/// @param seen the plan of the deployment that they looked at: what they decide holds for no other
/// @param deployments that they may write to, and to nothing else; none means no such limit
public record Sender(
        Actor actor,
        UUID command,
        Set<String> behind,
        Optional<Digest> seen,
        Set<String> deployments) {
    public Sender {
        behind = Set.copyOf(behind);
        deployments = Set.copyOf(deployments);
    }

    public Sender(Actor actor, UUID command, Set<String> behind, Set<String> deployments) {
        this(actor, command, behind, Optional.empty(), deployments);
    }

    public Sender(Actor actor, UUID command, Set<String> behind) {
        this(actor, command, behind, Set.of());
    }

    public Sender(Actor actor, UUID command) {
        this(actor, command, Set.of());
    }

    public Sender seeing(Digest plan) {
        return new Sender(actor, command, behind, Optional.of(plan), deployments);
    }

    /// {@return that the deployment has another plan than the one that they looked at}
    Optional<Refusal> misses(DeploymentHistory history) {
        return seen.filter(plan ->
                        !history.plan()
                                .map(current -> current.submitted().plan())
                                .equals(Optional.of(plan)))
                .map(_ -> new Refusal.Stale(List.of("plan")));
    }

    /// {@return everybody who counts as author of what is sent}
    Set<String> authors() {
        Set<String> authors = new TreeSet<>(behind);
        authors.add(actor.id());
        actor.onBehalfOf().ifPresent(authors::add);
        return authors;
    }

    boolean reaches(StreamId stream) {
        return deployments.isEmpty()
                || stream.isDeployment() && deployments.contains(stream.name());
    }

    /// {@return whether a human being sits there, not a token left in a script}
    boolean isInPerson() {
        return actor.kind() == Actor.Kind.HUMAN
                && actor.token().isEmpty()
                && actor.onBehalfOf().equals(Optional.empty());
    }

    /// {@return the sender of a step that this command leads to; always the same for the same step}
    Sender step(String step) {
        return new Sender(actor, key(command + "/" + step), behind, seen, deployments);
    }

    /// {@return the program itself, for a step with a name of its own}
    static Sender program(String step) {
        return new Sender(Actor.system("shardfit"), key("shardfit/" + step));
    }

    private static UUID key(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
