package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DirectoryEvent.TokenRevoked;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.event.TokenHistory;
import io.shardfit.application.event.TokenHistory.Token;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;

/// Ends a token at once: its owner may, and any administrator. To others it is not there.
public final class RevokeToken {
    private final EventLog log;
    private final Commands commands;

    public RevokeToken(EventLog log) {
        this.log = log;
        this.commands = new Commands(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Revoked(TokenRevoked revocation) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome revoke(Sender sender, String prefix, String reason) {
        return commands.carryOut(
                sender,
                StreamId.directory(),
                Commands.request("RevokeToken", prefix, reason),
                () -> decide(sender, prefix, reason),
                new Answers<>(
                        written -> new Outcome.Revoked((TokenRevoked) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, String prefix, String reason) {
        List<Entry> entries = log.stream(StreamId.directory());
        Optional<Token> token = TokenHistory.of(entries).withPrefix(prefix);
        Optional<Refusal> refusal =
                foreign(sender, prefix, token, RoleHistory.of(entries))
                        .or(() -> ended(prefix, token))
                        .or(() -> Texts.missing(reason, "a reason"));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.directory(),
                                                entries.size(),
                                                new TokenRevoked(prefix, reason))),
                                List.of()));
    }

    private static Optional<Refusal> foreign(
            Sender sender, String prefix, Optional<Token> token, RoleHistory roles) {
        boolean own =
                token.map(one -> one.issued().owner().equals(sender.actor().id())).orElse(false);
        boolean administered = token.isPresent() && Authority.administers(sender, roles).isEmpty();
        return own || administered
                ? Optional.empty()
                : Optional.of(new Refusal.NotThere("token " + prefix));
    }

    private static Optional<Refusal> ended(String prefix, Optional<Token> token) {
        return token.flatMap(Token::revoked)
                .map(at -> new Refusal.AlreadySo("%s was revoked at %s".formatted(prefix, at)));
    }
}
