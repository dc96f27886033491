package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.deployment.PlanJudge.Judgement.Judged;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A verdict is a function of what its event names (E23).
class ReplayTest {
    /// Each variant leaves two verdicts; `replay.variants` = 5000 makes it ten thousand.
    private static final int VARIANTS = Integer.getInteger("replay.variants", 250);

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);

    @Test
    void everyHistoricalVerdictIsComputedAgainToTheSameBytes() {
        office.publish(1);
        List<String> names = new ArrayList<>();
        for (Path example : PlanFiles.examples()) {
            submit("example-" + names.size(), PlanFiles.text(example));
            names.add(example.toString());
        }
        String founding = PlanFiles.founding("ep16-dp4");
        for (int i = 1; i <= VARIANTS; i++) {
            submit(
                    "variant-" + i,
                    PlanFiles.with(founding, "globalBatch: 128", "globalBatch: " + 128 * i));
        }
        office.publish(2);

        ReplayVerdict replay = new ReplayVerdict(log, Office.CHECK);
        List<Long> verdicts =
                log.after(0, Integer.MAX_VALUE).stream()
                        .filter(entry -> entry.type().startsWith("Verdict"))
                        .map(Entry::position)
                        .toList();
        assertThat(verdicts).hasSizeGreaterThan(2 * VARIANTS);
        for (long position : verdicts) {
            assertThat(replay.replay(position))
                    .as("verdict at position %d", position)
                    .isInstanceOf(ReplayVerdict.Outcome.Identical.class);
        }
    }

    @Test
    void anOlderEnginesVerdictIsSetBesideTodaysWithTheReason() {
        office.publish(1);
        byte[] plan = PlanFiles.founding("ep16-dp4").getBytes(StandardCharsets.UTF_8);
        Judged judged =
                (Judged)
                        new PlanJudge(Office.CHECK)
                                .judge("plan.yaml", plan, RuleSet.ONE, Optional.empty());
        String today = new String(judged.document().bytes(), StandardCharsets.UTF_8);
        String then =
                today.replaceFirst("\"engineVersion\":\"[^\"]*\"", "\"engineVersion\":\"0.0.9\"")
                        .replace(
                                "\"gpus\":{\"available\":16,\"required\":64}",
                                "\"gpus\":{\"available\":16,\"required\":63}");
        long position = record(plan, judged, then, "0.0.9");

        ReplayVerdict.Outcome.Differs differs =
                expect(
                        ReplayVerdict.Outcome.Differs.class,
                        new ReplayVerdict(log, Office.CHECK).replay(position));

        assertThat(differs.why()).hasSize(1);
        assertThat(differs.why().getFirst()).startsWith("engine 0.0.9 then, ");
        assertThat(differs.differences())
                .extracting(difference -> difference.path())
                .containsExactly("$.engineVersion", "$.gpus.required");
        assertThat(differs.differences().getLast().first()).contains("63");
        assertThat(differs.differences().getLast().second()).contains("64");
    }

    @Test
    void whatIsNoVerdictIsNotReplayed() {
        office.publish(1);
        for (long position : new long[] {0, 1, 99}) {
            assertThat(new ReplayVerdict(log, Office.CHECK).replay(position))
                    .isInstanceOf(ReplayVerdict.Outcome.Refused.class);
        }
    }

    private long record(byte[] file, Judged judged, String text, String engine) {
        Document document = new Document("application/json", text.getBytes(StandardCharsets.UTF_8));
        Document plan = new Document(PlanJudge.PLAN_TYPE, file);
        RecordedVerdict now = judged.verdict();
        RecordedVerdict then =
                new RecordedVerdict(
                        now.plan(),
                        1,
                        now.catalogue(),
                        engine,
                        now.margin(),
                        now.result(),
                        now.findings(),
                        now.values(),
                        document.digest(),
                        now.figures());
        Sender ana = office.from("usr_ana");
        log.append(
                new Command(
                        ana.actor(),
                        ana.command(),
                        Digest.of(file),
                        Optional.empty(),
                        List.of(
                                Decision.append(
                                        StreamId.deployment(Office.DEPLOYMENT),
                                        0,
                                        new PlanSubmitted(
                                                "plan.yaml",
                                                plan.digest(),
                                                now.plan(),
                                                PlanSubmitted.Origin.FILE,
                                                Set.of("usr_ana")),
                                        new VerdictComputed(then))),
                        List.of(plan, document)));
        return log.head().position();
    }

    private void submit(String deployment, String text) {
        expect(
                SubmitPlan.Outcome.Submitted.class,
                new SubmitPlan(log, Office.CHECK)
                        .submit(
                                office.from("usr_ana"),
                                deployment,
                                "plan.yaml",
                                text.getBytes(StandardCharsets.UTF_8)));
    }
}
