package io.shardfit.application.event;

import io.shardfit.application.event.DirectoryEvent.RoleGranted;
import io.shardfit.application.event.DirectoryEvent.RoleRevoked;
import io.shardfit.application.event.DirectoryEvent.TokenIssued;
import io.shardfit.application.event.DirectoryEvent.TokenRevoked;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every token that was issued, the oldest first.
///
/// @param tokens by the digest of the whole token
public record TokenHistory(Map<Digest, Token> tokens) {
    public TokenHistory {
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    /// A token.
    ///
    /// @param revoked since when, if somebody revoked it
    public record Token(TokenIssued issued, Instant at, Optional<Instant> revoked) {
        public boolean isGood(Instant now) {
            return revoked.isEmpty() && now.isBefore(issued.expires());
        }

        private Token endedAt(Instant instant) {
            return new Token(issued, at, Optional.of(instant));
        }
    }

    /// @param entries the stream of roles
    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static TokenHistory of(List<Entry> entries) {
        Map<Digest, Token> tokens = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Instant at = entry.recordedAt();
            switch (LedgerEvents.read(entry)) {
                case TokenIssued issued ->
                        tokens.put(issued.secret(), new Token(issued, at, Optional.empty()));
                case TokenRevoked(String prefix, String _) ->
                        tokens.replaceAll((_, token) ->
                                token.issued().prefix().equals(prefix) && token.revoked().isEmpty()
                                        ? token.endedAt(at)
                                        : token);
                case RoleGranted _, RoleRevoked _ -> {
                    // a token has the roles that it was given, as long as its owner has them
                }
                case PlanEvent _,
                        ApprovalEvent _,
                        EnvironmentEvent _,
                        RuleSetEvent _,
                        LogContinued _ ->
                        throw new IllegalStateException(
                                "position %d: %s in the stream of roles"
                                        .formatted(entry.position(), entry.type()));
            }
        }
        return new TokenHistory(tokens);
    }

    public Optional<Token> withPrefix(String prefix) {
        return tokens.values().stream()
                .filter(token -> token.issued().prefix().equals(prefix))
                .findFirst();
    }

    public Optional<Token> withSecret(Digest secret) {
        return Optional.ofNullable(tokens.get(secret));
    }

    public List<Token> all() {
        return new ArrayList<>(tokens.values());
    }
}
