package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.access.SessionCookie;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.deployment.GrantRole;
import io.shardfit.application.deployment.IssueToken;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.deployment.TokenTerms;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// People who are signed in already, and their tokens, written where the server looks.
final class People {
    private final TestServer server;

    People(TestServer server) {
        this.server = server;
    }

    /// {@return the id of somebody with roles}
    String person(String id, Role... roles) {
        for (Role role : roles) {
            assertThat(
                            new GrantRole(server.ledger().events())
                                    .grant(
                                            new Sender(Actor.system("test"), UUID.randomUUID()),
                                            id,
                                            role,
                                            "a test"))
                    .isInstanceOf(GrantRole.Outcome.Granted.class);
        }
        server.settle();
        return id;
    }

    /// {@return a header that shows a session}
    String[] session(String id, Duration ago) {
        String secret = UUID.randomUUID().toString();
        Instant now = Instant.now();
        server.ledger()
                .accounts()
                .open(
                        new SignedIn(
                                SessionCookie.of(secret),
                                id,
                                now.minus(ago),
                                now.plus(Duration.ofHours(1))));
        return new String[] {"Cookie", "shardfit_session=" + secret};
    }

    /// {@return a header that shows a token of somebody}
    String[] token(String owner, Role role, String... deployments) {
        IssueToken.Outcome outcome =
                new IssueToken(server.ledger().events(), InstantSource.system())
                        .issue(
                                new Sender(human(owner), UUID.randomUUID()),
                                new TokenTerms("a test", List.of(role), List.of(deployments), 1));
        assertThat(outcome).isInstanceOf(IssueToken.Outcome.Issued.class);
        server.settle();
        return bearer(((IssueToken.Outcome.Issued) outcome).token());
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    static Actor human(String id) {
        return new Actor(id, Actor.Kind.HUMAN, "oidc", Optional.empty(), Optional.empty());
    }
}
