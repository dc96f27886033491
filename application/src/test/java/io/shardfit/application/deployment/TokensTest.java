package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.event.TokenHistory;
import io.shardfit.application.event.TokenHistory.Token;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.approval.Objection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens and the roles of groups: each test is one rule.
class TokensTest {
    private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");

    private final SetClock clock = new SetClock(START);
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private final IssueToken issue = new IssueToken(log, clock);
    private final RevokeToken revoke = new RevokeToken(log);

    @BeforeEach
    void anaWritesAndRootRules() {
        grant("usr_ana", Role.AUTHOR);
        grant("usr_root", Role.ADMIN);
    }

    @Test
    void aTokenIsFoundByItsDigestUntilItEnds() {
        var issued = issued(terms(List.of(Role.AUTHOR), 90));

        assertThat(issued.token()).matches("sft_[A-Za-z0-9_-]{43}");
        assertThat(issued.issued().expires()).isEqualTo(START.plus(Duration.ofDays(90)));
        Token token = tokens().withSecret(digest(issued.token())).orElseThrow();
        assertThat(token.issued()).isEqualTo(issued.issued());
        assertThat(token.isGood(START)).isTrue();
        assertThat(token.isGood(issued.issued().expires().minusSeconds(1))).isTrue();
        assertThat(token.isGood(issued.issued().expires())).isFalse();
        assertThat(tokens().withSecret(digest(issued.token() + "x"))).isEmpty();
    }

    @Test
    void noTwoTokensAreAlike() {
        assertThat(issued(terms(List.of(Role.AUTHOR), 1)).token())
                .isNotEqualTo(issued(terms(List.of(Role.AUTHOR), 1)).token());
    }

    @Test
    void theSameCommandAgainSaysThatItWasShown() {
        Sender ana = office.from("usr_ana");
        var first = expect(IssueToken.Outcome.Issued.class, issue.issue(ana, author()));

        assertThat(issue.issue(ana, author()))
                .isEqualTo(new IssueToken.Outcome.ShownBefore(first.issued()));
        assertThat(tokens().all()).hasSize(1);
        assertThat(issue.issue(ana, terms(List.of(Role.AUTHOR), 5)))
                .isEqualTo(new IssueToken.Outcome.NotWritten(new AppendOutcome.KeyReused()));
    }

    @Test
    void itHasOnlyRolesOfItsOwnerAndNoneThatDecides() {
        assertThat(issue.issue(office.from("usr_ana"), terms(List.of(Role.AUDITOR), 9)))
                .isEqualTo(refused(new Refusal.NeedsRole("usr_ana", "auditor")));
        grant("usr_ana", Role.APPROVER);
        for (Role role : List.of(Role.APPROVER, Role.ADMIN)) {
            assertThat(issue.issue(office.from("usr_ana"), terms(List.of(Role.AUTHOR, role), 9)))
                    .isInstanceOf(IssueToken.Outcome.Refused.class);
        }
        assertThat(issue.issue(office.from("usr_ana"), terms(List.of(), 9)))
                .isInstanceOf(IssueToken.Outcome.Refused.class);
    }

    @Test
    void aTokenMakesNoTokens() {
        Actor token =
                new Actor(
                        "usr_ana",
                        Actor.Kind.HUMAN,
                        "token",
                        Optional.empty(),
                        Optional.of("sft_12345678"));

        assertThat(issue.issue(new Sender(token, UUID.randomUUID()), author()))
                .isEqualTo(refused(new Refusal.Objected(new Objection.NotInPerson("usr_ana"))));
    }

    @Test
    void wrongTermsAreSaid() {
        assertThat(problem(new TokenTerms(" ", List.of(Role.AUTHOR), List.of(), 9)))
                .contains("name is 1 to 100");
        assertThat(problem(new TokenTerms("x".repeat(101), List.of(Role.AUTHOR), List.of(), 9)))
                .contains("name is 1 to 100");
        for (String name : List.of("x\n", "x\u0000", "a\u202eb", "a\u2028b")) {
            assertThat(problem(new TokenTerms(name, List.of(Role.AUTHOR), List.of(), 9)))
                    .contains("name is one line");
        }
        assertThat(problem(terms(List.of(Role.AUTHOR), 0))).contains("days is 1 to 90");
        assertThat(problem(terms(List.of(Role.AUTHOR), 91))).contains("days is 1 to 90");
        assertThat(problem(new TokenTerms("x", List.of(Role.AUTHOR), List.of("a b"), 9)))
                .contains("\"a b\" is no name");
    }

    @Test
    void theOwnerAndAdministratorsRevokeToOthersItIsNotThere() {
        String prefix = issued(author()).issued().prefix();

        assertThat(revoke.revoke(office.from("usr_bo"), prefix, "mine now"))
                .isEqualTo(
                        new RevokeToken.Outcome.Refused(new Refusal.NotThere("token " + prefix)));
        assertThat(revoke.revoke(office.from("usr_root"), "sft_none", "x"))
                .isEqualTo(new RevokeToken.Outcome.Refused(new Refusal.NotThere("token sft_none")));
        assertThat(revoke.revoke(office.from("usr_ana"), prefix, " "))
                .isEqualTo(new RevokeToken.Outcome.Refused(new Refusal.NeedsText("a reason")));
        clock.pass(Duration.ofHours(1));
        expect(
                RevokeToken.Outcome.Revoked.class,
                revoke.revoke(office.from("usr_ana"), prefix, "leaked"));

        Token token = tokens().withPrefix(prefix).orElseThrow();
        assertThat(token.revoked()).contains(START.plus(Duration.ofHours(1)));
        assertThat(token.isGood(START)).isFalse();
        assertThat(revoke.revoke(office.from("usr_root"), prefix, "again"))
                .isInstanceOf(RevokeToken.Outcome.Refused.class);
    }

    @Test
    void anAdministratorRevokesAnybodys() {
        String prefix = issued(author()).issued().prefix();

        expect(
                RevokeToken.Outcome.Revoked.class,
                revoke.revoke(office.from("usr_root"), prefix, "leaked"));
    }

    /// However the route is called: the use case itself refuses.
    @Test
    void aSenderWithALimitWritesToItsDeploymentsOnly() {
        office.publish(1);
        office.publish(2);
        Sender limited =
                new Sender(
                        Actor.human("usr_ana"), UUID.randomUUID(), Set.of(), Set.of("elsewhere"));

        assertThat(office.submit(limited, PlanFiles.founding("ep16-dp1")))
                .isEqualTo(
                        new SubmitPlan.Outcome.NotWritten(
                                new AppendOutcome.OutOfReach(
                                        StreamId.deployment(Office.DEPLOYMENT))));
        assertThat(issue.issue(limited, author()))
                .isEqualTo(
                        new IssueToken.Outcome.NotWritten(
                                new AppendOutcome.OutOfReach(StreamId.directory())));
        expect(
                SubmitPlan.Outcome.Submitted.class,
                office.submit(
                        new Sender(
                                Actor.human("usr_ana"),
                                UUID.randomUUID(),
                                Set.of(),
                                Set.of(Office.DEPLOYMENT)),
                        PlanFiles.founding("ep16-dp1")));
    }

    @Test
    void groupsGiveAndTakeTheirOwnRolesOnly() {
        AlignRoles align = new AlignRoles(log);

        aligned(align, "usr_bo", Map.of(Role.VIEWER, "readers", Role.AUTHOR, "builders"));
        grant("usr_bo", Role.AUDITOR);
        assertThat(roles().of("usr_bo"))
                .containsExactlyInAnyOrder(Role.VIEWER, Role.AUTHOR, Role.AUDITOR);
        aligned(align, "usr_bo", Map.of(Role.VIEWER, "readers", Role.AUDITOR, "checkers"));
        assertThat(roles().of("usr_bo")).containsExactlyInAnyOrder(Role.VIEWER, Role.AUDITOR);

        long before = log.head().position();
        aligned(align, "usr_bo", Map.of(Role.VIEWER, "readers", Role.AUDITOR, "checkers"));
        assertThat(log.head().position()).as("nothing to say").isEqualTo(before);

        aligned(align, "usr_bo", Map.of());
        assertThat(roles().of("usr_bo"))
                .as("what an administrator granted stays")
                .containsExactly(Role.AUDITOR);
        assertThat(roles().of("usr_ana")).containsExactly(Role.AUTHOR);
    }

    @Test
    void aRoleThatAnAdministratorGrantedAgainIsTheirs() {
        AlignRoles align = new AlignRoles(log);
        aligned(align, "usr_bo", Map.of(Role.VIEWER, "readers"));
        expect(
                RevokeRole.Outcome.Revoked.class,
                new RevokeRole(log).revoke(office.from("usr_root"), "usr_bo", Role.VIEWER, "left"));
        grant("usr_bo", Role.VIEWER);

        aligned(align, "usr_bo", Map.of());

        assertThat(roles().of("usr_bo")).containsExactly(Role.VIEWER);
    }

    private static void aligned(AlignRoles align, String id, Map<Role, String> entitled) {
        expect(AlignRoles.Outcome.Aligned.class, align.align(UUID.randomUUID(), id, entitled));
    }

    private void grant(String id, Role role) {
        expect(
                GrantRole.Outcome.Granted.class,
                new GrantRole(log).grant(office.program(), id, role, "set-up"));
    }

    private IssueToken.Outcome.Issued issued(TokenTerms terms) {
        return expect(IssueToken.Outcome.Issued.class, issue.issue(office.from("usr_ana"), terms));
    }

    private String problem(TokenTerms terms) {
        return expect(IssueToken.Outcome.Refused.class, issue.issue(office.from("usr_ana"), terms))
                .refusal()
                .sentence();
    }

    private static TokenTerms author() {
        return terms(List.of(Role.AUTHOR), 9);
    }

    private static TokenTerms terms(List<Role> roles, int days) {
        return new TokenTerms("nightly", roles, List.of(), days);
    }

    private static IssueToken.Outcome refused(Refusal refusal) {
        return new IssueToken.Outcome.Refused(refusal);
    }

    private TokenHistory tokens() {
        return TokenHistory.of(log.stream(StreamId.directory()));
    }

    private RoleHistory roles() {
        return RoleHistory.of(log.stream(StreamId.directory()));
    }

    private static Digest digest(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
