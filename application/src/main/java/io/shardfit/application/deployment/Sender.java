package io.shardfit.application.deployment;

import io.shardfit.application.ledger.Actor;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Who sends a command, and the command's own key: the same key again changes nothing and gets the
/// first answer.
///
/// @param behind others who had a hand in it, as the one who checked the credentials knows them:
///   the owner of a token, the authors of a commit
public record Sender(Actor actor, UUID command, Set<String> behind) {
    public Sender {
        behind = Set.copyOf(behind);
    }

    public Sender(Actor actor, UUID command) {
        this(actor, command, Set.of());
    }

    /// {@return everybody who counts as author of what is sent}
    Set<String> authors() {
        Set<String> authors = new TreeSet<>(behind);
        authors.add(actor.id());
        actor.onBehalfOf().ifPresent(authors::add);
        return authors;
    }

    /// {@return whether a human being sits there, not a token left in a script}
    boolean isInPerson() {
        return actor.kind() == Actor.Kind.HUMAN
                && actor.token().isEmpty()
                && actor.onBehalfOf().equals(Optional.empty());
    }

    /// {@return the sender of a step that this command leads to; always the same for the same step}
    Sender step(String step) {
        return new Sender(actor, key(command + "/" + step), behind);
    }

    /// {@return the program itself, for a step with a name of its own}
    static Sender program(String step) {
        return new Sender(Actor.system("shardfit"), key("shardfit/" + step));
    }

    private static UUID key(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
