package io.shardfit.domain.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeparationOfDutiesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));
    private static final Set<String> AUTHORS = Set.of("usr_ana", "usr_owner_of_token", "ci_main");
    private static final EnvironmentPolicy POLICY = EnvironmentPolicy.DEFAULT;

    @Test
    void nobodyDecidesOnTheirOwnWork() {
        for (String author : AUTHORS) {
            assertThat(toDecide(new Person(author, true, Optional.of(LONG_AGO))))
                    .contains(new Objection.IsAuthor(author));
        }
        assertThat(toDecide(new Person("usr_bo", true, Optional.of(LONG_AGO)))).isEmpty();
    }

    @Test
    void aServiceDecidesNothingWhateverRoleItHas() {
        assertThat(toDecide(new Person("svc_deploy", false, Optional.of(LONG_AGO))))
                .contains(new Objection.NotInPerson("svc_deploy"));
    }

    @Test
    void whoeverIsNoApproverDoesNotDecide() {
        assertThat(toDecide(new Person("usr_bo", true, Optional.empty())))
                .contains(new Objection.NotApprover("usr_bo"));
    }

    @Test
    void aFreshRoleWaitsForTheWholeDelay() {
        Instant granted = NOW.minus(POLICY.roleDelay()).plusNanos(1000);
        assertThat(toDecide(new Person("usr_bo", true, Optional.of(granted))))
                .contains(new Objection.RoleTooYoung("usr_bo", granted.plus(Duration.ofDays(1))));
        Instant earlier = NOW.minus(POLICY.roleDelay());
        assertThat(toDecide(new Person("usr_bo", true, Optional.of(earlier)))).isEmpty();
    }

    @Test
    void whoWroteARuleDoesNotPublishIt() {
        assertThat(SeparationOfDuties.toPublish("usr_ana", "usr_ana")).isPresent();
        assertThat(SeparationOfDuties.toPublish("usr_bo", "usr_ana")).isEmpty();
    }

    @Test
    void nobodyGrantsThemselvesARole() {
        assertThat(SeparationOfDuties.toGrantRole("usr_ana", "usr_ana")).isPresent();
        assertThat(SeparationOfDuties.toGrantRole("usr_bo", "usr_ana")).isEmpty();
    }

    private static Optional<Objection> toDecide(Person person) {
        return SeparationOfDuties.toDecide(person, AUTHORS, POLICY, NOW);
    }
}
