package io.shardfit.domain.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// One function says what is effective (E29): 100,000 random timelines, each asked at a random
/// second, against {@link TickByTick}.
class EffectiveAtTest {
    private static final int TIMELINES = 100_000;
    private static final int LAST_SECOND = 24;

    @Test
    void theFunctionAgreesWithLivingThroughEverySecond() {
        Random random = new Random(20261123);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < TIMELINES; i++) {
            List<ApprovalFact> facts = timeline(random);
            Timeline timeline = new Timeline(facts);
            long second = random.nextInt(LAST_SECOND + 1);
            String expected = TickByTick.at(facts, timeline.rounds(), second);
            String found = words(timeline.at(Instant.ofEpochSecond(second)));
            if (!found.equals(expected)) {
                assertThat(found)
                        .as("at %d of timeline %d: %s", second, i, facts)
                        .isEqualTo(expected);
            }
            seen.merge(found.split(" ")[0], 1, Integer::sum);
        }
        assertThat(seen.keySet())
                .as("every state was reached: %s", seen)
                .containsExactlyInAnyOrder(
                        "NOT_REQUESTED",
                        "PENDING",
                        "EFFECTIVE",
                        "AT_RISK",
                        "SUSPENDED",
                        "EXPIRED",
                        "REJECTED",
                        "REVOKED",
                        "VOID",
                        "ARCHIVED");
        assertThat(seen.values()).as("%s", seen).allMatch(count -> count > 500);
    }

    /// What read models keep (E21): at every second the period that holds it stands as that second
    /// was lived through, and only one holds it.
    @Test
    void thePeriodsAgreeAtEverySecond() {
        Random random = new Random(20261124);
        for (int i = 0; i < TIMELINES / LAST_SECOND; i++) {
            List<ApprovalFact> facts = timeline(random);
            Timeline timeline = new Timeline(facts);
            List<Period> periods = timeline.periods();
            for (long second = 0; second <= LAST_SECOND; second++) {
                String expected = TickByTick.at(facts, timeline.rounds(), second);
                assertThat(standing(periods, second))
                        .as("at %d of timeline %d: %s", second, i, facts)
                        .isEqualTo(expected);
            }
            for (Round round : timeline.rounds()) {
                assertThat(timeline.periods(round))
                        .as("round %s of timeline %d: %s", round, i, facts)
                        .allMatch(period ->
                                timeline.at(round, period.from()).equals(period.standing()));
            }
        }
    }

    private static String standing(List<Period> periods, long second) {
        Instant instant = Instant.ofEpochSecond(second);
        List<Period> found = periods.stream().filter(one -> one.contains(instant)).toList();
        assertThat(found).hasSizeLessThan(2);
        return words(found.isEmpty() ? new Standing.NotRequested() : found.getFirst().standing());
    }

    private static String words(Standing standing) {
        return switch (standing) {
            case Standing.NotRequested _ -> standing.word();
            case Standing.Pending(int given, int needed) ->
                    standing.word() + " " + given + " " + needed;
            case Standing.Effective(Instant end) -> said(standing, end);
            case Standing.AtRisk(Instant end) -> said(standing, end);
            case Standing.Suspended(Instant since) -> said(standing, since);
            case Standing.Expired(Instant since) -> said(standing, since);
            case Standing.Rejected(Instant since) -> said(standing, since);
            case Standing.Revoked(Instant since) -> said(standing, since);
            case Standing.Void(Instant since) -> said(standing, since);
            case Standing.Archived(Instant since) -> said(standing, since);
        };
    }

    private static String said(Standing standing, Instant instant) {
        return standing.word() + " " + instant.getEpochSecond();
    }

    /// Approvals are frequent, ends are rare: else nothing would ever be effective.
    private enum Kind {
        REQUESTED(4),
        APPROVED(20),
        REJECTED(1),
        REVOKED(1),
        SUSPENDED(1),
        FLAGGED(3),
        WAIVER_ENDED(1),
        PLAN_CHANGED(1),
        ARCHIVED(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static List<ApprovalFact> timeline(Random random) {
        Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            weights.put(kind, random.nextInt(3) == 0 ? 0 : kind.weight);
        }
        weights.put(Kind.REQUESTED, Kind.REQUESTED.weight);
        List<ApprovalFact> facts = new ArrayList<>();
        int rounds = 0;
        long now = 0;
        for (int n = random.nextInt(16); n > 0; n--) {
            now += random.nextInt(3);
            Kind kind = rounds == 0 ? Kind.REQUESTED : kind(random, weights);
            if (kind == Kind.REQUESTED) {
                rounds++;
            }
            facts.add(fact(random, kind, rounds, Instant.ofEpochSecond(now)));
        }
        return facts;
    }

    private static Kind kind(Random random, Map<Kind, Integer> weights) {
        int rest = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<Kind, Integer> one : weights.entrySet()) {
            rest -= one.getValue();
            if (rest < 0) {
                return one.getKey();
            }
        }
        throw new AssertionError();
    }

    private static ApprovalFact fact(Random random, Kind kind, int rounds, Instant at) {
        Round round = new Round(1 + random.nextInt(Math.max(1, rounds)));
        return switch (kind) {
            case REQUESTED ->
                    new ApprovalFact.Requested(
                            at, new Round(rounds), 1 + random.nextInt(random.nextInt(3) + 1));
            case APPROVED ->
                    new ApprovalFact.Approved(
                            at,
                            round,
                            "usr_" + random.nextInt(4),
                            at.plusSeconds(random.nextInt(14)),
                            random.nextBoolean() ? Set.of("w" + random.nextInt(2)) : Set.of());
            case REJECTED -> new ApprovalFact.Rejected(at, round);
            case REVOKED -> new ApprovalFact.Revoked(at);
            case SUSPENDED -> new ApprovalFact.Suspended(at, round);
            case FLAGGED -> new ApprovalFact.Flagged(at, round, at.plusSeconds(random.nextInt(10)));
            case WAIVER_ENDED -> new ApprovalFact.WaiverEnded(at, "w" + random.nextInt(2));
            case PLAN_CHANGED -> new ApprovalFact.PlanChanged(at);
            case ARCHIVED -> new ApprovalFact.Archived(at);
        };
    }
}
