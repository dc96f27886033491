package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.DEPLOYMENT;
import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.Delta;
import io.shardfit.application.format.JsonDifference;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.remedy.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A deployment's plans beside each other, and what would make the newest pass.
class VersionsTest {
    private static final String FOR_64 = PlanFiles.founding("ep16-dp4");
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private final CompareVersions compare =
            new CompareVersions(log, Office.CHECK, PlanFiles.CATALOGUE);
    private Digest first;

    @BeforeEach
    void aPlanFor64Gpus() {
        office.publish(1);
        office.publish(2);
        first = office.submitted("usr_ana", FOR_64).verdict().plan();
    }

    /// DP 4 becomes DP 1: 16 × 4 = 64 GPUs become 16 × 1 = 16, which are there.
    @Test
    void oneEditIsOneDifference() {
        Digest second =
                office.submitted("usr_ana", PlanFiles.with(FOR_64, "PP1_DP4", "PP1_DP1"))
                        .verdict()
                        .plan();

        CompareVersions.Outcome.Compared compared =
                expect(
                        CompareVersions.Outcome.Compared.class,
                        compare.compare(
                                new CompareVersions.Pair.Versions(
                                        DEPLOYMENT, Optional.empty(), Optional.empty())));

        assertThat(compared.from().submitted().plan()).isEqualTo(first);
        assertThat(compared.to().submitted().plan()).isEqualTo(second);
        assertThat(compared.values())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.path()).startsWith("$.strategy");
                    assertThat(value.first()).hasValue("4");
                    assertThat(value.second()).hasValue("1");
                });
        assertThat(compared.verdicts()).contains(new Delta("gpusRequired", "64", "16"));
        assertThat(compared.gone()).contains("PAR003");
        assertThat(compared.fresh()).isEmpty();
    }

    @Test
    void theOtherWayRoundGoneIsFresh() {
        Digest second =
                office.submitted("usr_ana", PlanFiles.with(FOR_64, "PP1_DP4", "PP1_DP1"))
                        .verdict()
                        .plan();

        CompareVersions.Outcome.Compared compared =
                expect(
                        CompareVersions.Outcome.Compared.class,
                        compare.compare(
                                new CompareVersions.Pair.Versions(
                                        DEPLOYMENT, Optional.of(second), Optional.of(first))));

        assertThat(compared.gone()).isEmpty();
        assertThat(compared.fresh()).contains("PAR003");
        assertThat(compared.values())
                .extracting(JsonDifference::second)
                .containsExactly(Optional.of("4"));
    }

    @Test
    void whatIsNotThereIsNotCompared() {
        assertThat(
                        compare.compare(
                                new CompareVersions.Pair.Versions(
                                        "nobody", Optional.empty(), Optional.empty())))
                .isEqualTo(
                        new CompareVersions.Outcome.Refused(
                                new Refusal.NoSuchDeployment("nobody")));
        assertThat(
                        compare.compare(
                                new CompareVersions.Pair.Versions(
                                        DEPLOYMENT, Optional.empty(), Optional.empty())))
                .as("the first plan has none before it")
                .isInstanceOf(CompareVersions.Outcome.Refused.class);
        Digest other = Digest.of(new byte[0]);
        assertThat(
                        compare.compare(
                                new CompareVersions.Pair.Versions(
                                        DEPLOYMENT, Optional.of(other), Optional.empty())))
                .isEqualTo(
                        new CompareVersions.Outcome.Refused(
                                new Refusal.NotThere(
                                        "plan %s of %s".formatted(other.text(), DEPLOYMENT))));
    }

    @Test
    void remediesAreNumberedAsTheyAreApplied() {
        Limits limits = Limits.of(3, 2_000);
        AskRemedies.Outcome.Proposed proposed =
                expect(
                        AskRemedies.Outcome.Proposed.class,
                        new AskRemedies(log, Office.CHECK, Office.PROPOSE).ask(DEPLOYMENT, limits));
        List<String> edits = proposed.proposals().numbered().get(1).edits();
        long before = log.head().position();

        ApplyRemedy.Outcome.Applied applied =
                expect(
                        ApplyRemedy.Outcome.Applied.class,
                        new ApplyRemedy(log, Office.CHECK, Office.PROPOSE)
                                .apply(
                                        office.from("usr_cy"),
                                        new ApplyRemedy.Choice(DEPLOYMENT, first, 2, limits)));

        assertThat(applied.remedy().edits()).isEqualTo(edits);
        assertThat(log.head().position()).isGreaterThan(before);
        assertThat(new AskRemedies(log, Office.CHECK, Office.PROPOSE).ask("nobody", limits))
                .isEqualTo(new AskRemedies.Outcome.Refused(new Refusal.NoSuchDeployment("nobody")));
    }
}
