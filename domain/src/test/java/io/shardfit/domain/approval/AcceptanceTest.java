package io.shardfit.domain.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofDays(30));
    private static final Noted DECLARED = new Noted("MEM003", Severity.BLOCKER);
    private static final Noted TIGHT = new Noted("MEM002", Severity.TIGHT);
    private static final EnvironmentPolicy LENIENT =
            policy(Set.of(Readiness.READY, Readiness.TIGHT), "MEM003");
    private static final EnvironmentPolicy PICKY = policy(Set.of(Readiness.READY));

    @Test
    void aBlockedPlanIsNotAllowed() {
        assertThat(of(EnvironmentPolicy.DEFAULT, List.of(DECLARED)))
                .isEqualTo(new Acceptance.NotAllowed(Readiness.NOT_READY, List.of("MEM003")));
    }

    @Test
    void whatTightIsDependsOnTheEnvironment() {
        assertThat(of(EnvironmentPolicy.DEFAULT, List.of(TIGHT)))
                .isEqualTo(new Acceptance.Accepted(Readiness.TIGHT, Set.of(), Optional.empty()));
        assertThat(of(PICKY, List.of(TIGHT)))
                .isEqualTo(new Acceptance.NotAllowed(Readiness.TIGHT, List.of("MEM002")));
    }

    @Test
    void aWaiverSetsItsFindingAsideAndSaysSo() {
        assertThat(of(LENIENT, List.of(DECLARED, TIGHT), waiver("MEM003", Optional.empty())))
                .isEqualTo(
                        new Acceptance.Accepted(Readiness.TIGHT, Set.of("w1"), Optional.of(END)));
    }

    @Test
    void aWaiverCoversNoOtherFindingPlanOrTime() {
        assertThat(of(LENIENT, List.of(DECLARED), waiver("MEM001", Optional.empty())))
                .isInstanceOf(Acceptance.NotAllowed.class);
        assertThat(of(LENIENT, List.of(DECLARED), waiver("MEM003", Optional.of("other"))))
                .isInstanceOf(Acceptance.NotAllowed.class);
        assertThat(of(LENIENT, List.of(DECLARED), waiver("MEM003", Optional.of("plan"))))
                .isInstanceOf(Acceptance.Accepted.class);
        Acceptance late =
                Acceptance.of(
                        LENIENT,
                        "plan",
                        List.of(DECLARED),
                        List.of(waiver("MEM003", Optional.empty())),
                        END);
        assertThat(late).isInstanceOf(Acceptance.NotAllowed.class);
    }

    @Test
    void whatThePolicyDoesNotCallWaivableIsNotWaived() {
        assertThat(
                        of(
                                EnvironmentPolicy.DEFAULT,
                                List.of(DECLARED),
                                waiver("MEM003", Optional.empty())))
                .isInstanceOf(Acceptance.NotAllowed.class);
    }

    @Test
    void whatCannotBeJudgedIsNeverAllowed() {
        for (Readiness never : List.of(Readiness.UNKNOWN, Readiness.NOT_READY)) {
            assertThatThrownBy(() -> policy(Set.of(Readiness.READY, never)))
                    .hasMessageContaining(never.name());
        }
    }

    @Test
    void aWaiverHasAReasonAndAnEndWithinNinetyDays() {
        assertThat(Waiver.problem(" ", NOW, END)).isPresent();
        assertThat(Waiver.problem("why", NOW, NOW)).isPresent();
        assertThat(Waiver.problem("why", NOW, NOW.plus(Duration.ofDays(90)))).isEmpty();
        assertThat(Waiver.problem("why", NOW, NOW.plus(Duration.ofDays(90)).plusNanos(1)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("90 days"));
    }

    private static Waiver waiver(String finding, Optional<String> plan) {
        return new Waiver("w1", finding, plan, "measured lower", NOW, END);
    }

    private static EnvironmentPolicy policy(Set<Readiness> allowed, String... waivable) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        return new EnvironmentPolicy(
                1,
                allowed,
                Optional.empty(),
                Set.of(waivable),
                usual.onCorrection(),
                usual.approvalLifetime(),
                usual.roleDelay());
    }

    private static Acceptance of(
            EnvironmentPolicy policy, List<Noted> findings, Waiver... waivers) {
        return Acceptance.of(policy, "plan", findings, List.of(waivers), NOW);
    }
}
