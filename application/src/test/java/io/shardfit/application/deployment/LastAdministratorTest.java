package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.event.Role;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A log without anybody who may administer would stay so for ever.
class LastAdministratorTest {
    private static final String ADMIN = "local-admin";

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private final RevokeRole revoke = new RevokeRole(log, LocalRoles::isLocal);

    @BeforeEach
    void theLocalPeople() {
        new LocalRoles(log).establish();
    }

    private RevokeRole.Outcome revoked(String subject) {
        return revoke.revoke(office.from(ADMIN), subject, Role.ADMIN, "left");
    }

    private void granted(String subject) {
        expect(
                GrantRole.Outcome.Granted.class,
                new GrantRole(log).grant(office.program(), subject, Role.ADMIN, "set-up"));
    }

    @Test
    void theLastOneStays() {
        long head = log.head().position();

        RevokeRole.Outcome.Refused refused =
                expect(RevokeRole.Outcome.Refused.class, revoked(ADMIN));
        assertThat(refused.refusal().sentence())
                .isEqualTo(
                        "local-admin is the last administrator, and nobody could make another: make"
                                + " one first");
        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void oneOfTwoMayGo() {
        granted("local-author");

        expect(RevokeRole.Outcome.Revoked.class, revoked(ADMIN));
    }

    /// On one machine nobody can act as such a person.
    @Test
    void somebodyWhoCannotComeInDoesNotCount() {
        granted("usr_ghost");

        expect(RevokeRole.Outcome.Refused.class, revoked(ADMIN));
        expect(RevokeRole.Outcome.Revoked.class, revoked("usr_ghost"));
    }
}
