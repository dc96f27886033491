package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.shardfit.application.deployment.IssueToken;
import io.shardfit.application.event.DirectoryEvent.TokenIssued;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.TokenHistory.Token;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who shows a token. It has the roles that it was given as long as its owner has them.
@Singleton
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final String BEARER = "Bearer ";
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final Directory directory;
    private final Accounts accounts;
    private final InstantSource clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    Tokens(Directory directory, Accounts accounts, InstantSource clock) {
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// {@return what follows `Bearer` in the request}
    static Optional<String> bearer(HttpRequest<?> request) {
        return request.getHeaders()
                .getAuthorization()
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    /// {@return nobody, if it is no token of ours, or one that ended}
    Optional<Identity> of(String text) {
        if (!text.startsWith(IssueToken.MARK)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Token> token =
                directory
                        .tokens()
                        .withSecret(Digest.of(text.getBytes(StandardCharsets.UTF_8)))
                        .filter(one -> one.isGood(now));
        token.ifPresent(one -> note(one.issued().prefix(), now));
        return token.map(one -> identity(one.issued()));
    }

    private Identity identity(TokenIssued token) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(token.roles());
        roles.retainAll(directory.rolesOf(token.owner()));
        return new Identity(
                new Actor(
                        token.prefix(),
                        Actor.Kind.CI,
                        "token",
                        Optional.of(token.owner()),
                        Optional.of(token.prefix())),
                token.name(),
                roles,
                Set.of(token.owner()),
                Set.copyOf(token.deployments()),
                Optional.empty());
    }

    /// A request must not fail because this cannot be noted.
    private void note(String prefix, Instant now) {
        Instant last = noted.get(prefix);
        if (last != null && now.isBefore(last.plus(NOTED_EVERY))) {
            return;
        }
        noted.put(prefix, now);
        try {
            accounts.used(prefix, now);
        } catch (RuntimeException unable) {
            LOG.warn("cannot note that {} was used: {}", prefix, unable.getMessage());
        }
    }
}
