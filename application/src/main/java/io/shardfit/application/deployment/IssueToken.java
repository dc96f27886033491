package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DirectoryEvent.TokenIssued;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Objection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Makes a token with which a program acts for its owner, with roles that the owner holds. The log
/// keeps its digest: SHA-256 is enough for 256 random bits, which nobody can try.
public final class IssueToken {
    /// What every token begins with, so that scanners for secrets find it.
    public static final String MARK = "sft_";

    private static final int RANDOM_BYTES = 32;
    private static final int SHOWN = MARK.length() + 8;

    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public IssueToken(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param token to be shown once; nobody can find it out again
        record Issued(String token, TokenIssued issued) implements Outcome {}

        /// The command was sent before: the token that it made was shown then.
        record ShownBefore(TokenIssued issued) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome issue(Sender sender, TokenTerms terms) {
        Optional<Refusal> program = notInPerson(sender);
        if (program.isPresent()) {
            return new Outcome.Refused(program.orElseThrow());
        }
        String token = MARK + secret();
        Digest digest = Digest.of(token.getBytes(StandardCharsets.UTF_8));
        return commands.carryOut(
                sender,
                StreamId.directory(),
                Commands.request(
                        "IssueToken",
                        terms.name(),
                        terms.roles(),
                        terms.deployments(),
                        terms.days()),
                () -> decide(sender, terms, token.substring(0, SHOWN), digest),
                new Answers<>(written -> answer(written, token, digest), Outcome.NotWritten::new));
    }

    private static Outcome answer(List<Recorded> written, String token, Digest digest) {
        TokenIssued issued = (TokenIssued) written.getFirst().event();
        return issued.secret().equals(digest)
                ? new Outcome.Issued(token, issued)
                : new Outcome.ShownBefore(issued);
    }

    private Decision<Outcome> decide(
            Sender sender, TokenTerms terms, String prefix, Digest digest) {
        RoleHistory roles = histories.roles();
        String owner = sender.actor().id();
        Optional<Refusal> refusal = terms.refusal().or(() -> notHeld(roles, owner, terms.roles()));
        if (refusal.isPresent()) {
            return Decision.answer(new Outcome.Refused(refusal.orElseThrow()));
        }
        TokenIssued issued =
                new TokenIssued(
                        prefix,
                        digest,
                        terms.name(),
                        owner,
                        terms.roles(),
                        terms.deployments(),
                        clock.instant()
                                .plus(Duration.ofDays(terms.days()))
                                .truncatedTo(ChronoUnit.SECONDS));
        return Decision.write(
                List.of(Decision.append(StreamId.directory(), roles.version(), issued)), List.of());
    }

    private static Optional<Refusal> notInPerson(Sender sender) {
        return sender.isInPerson()
                ? Optional.empty()
                : Optional.of(new Refusal.Objected(new Objection.NotInPerson(sender.actor().id())));
    }

    private static Optional<Refusal> notHeld(RoleHistory roles, String owner, List<Role> wanted) {
        return wanted.stream()
                .filter(role -> !roles.holds(owner, role))
                .findFirst()
                .map(role -> new Refusal.NeedsRole(owner, role.word()));
    }

    private String secret() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
