package io.shardfit.application.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.deployment.Reexamination.Examined;
import io.shardfit.application.event.KeptDocuments;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// More deployments than one document can list.
class ReevaluationSumsTest {
    private static final Digest ANY = Digest.of(new byte[0]);
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    /// 180 characters of a name, the largest position of 2^53 - 1, 7,500 deployments: three lists
    /// of at most 3,000.
    @Test
    void aLongListIsSplitAndEveryPartIsKept() {
        ReevaluationSums sums = new ReevaluationSums();
        for (int i = 0; i < 7_500; i++) {
            sums.rest("%0180d".formatted(i), new Examined.Unchanged(verdict()));
        }
        List<Document> lists = sums.unchangedLists();
        ReevaluationCompleted summary = sums.summary("rule-set-2");

        assertThat(lists).hasSize(3);
        assertThat(summary.unchanged()).isEqualTo(7_500);
        assertThat(summary.unchangedLists())
                .isEqualTo(lists.stream().map(Document::digest).toList());
        assertThat(KeptDocuments.of(entry(summary)))
                .containsExactlyInAnyOrderElementsOf(summary.unchangedLists());
    }

    private static StandingVerdict verdict() {
        return new StandingVerdict(
                (1L << 53) - 1,
                NOW,
                new RecordedVerdict(
                        ANY,
                        1,
                        ANY,
                        "1.0",
                        Optional.empty(),
                        Readiness.READY,
                        List.of(),
                        ANY,
                        ANY,
                        new TreeMap<>()));
    }

    private static Entry entry(ReevaluationCompleted summary) {
        UUID id = new UUID(0x7000L, 0x8000_0000_0000_0001L);
        return new Entry(
                1,
                id,
                StreamId.ruleSet(),
                1,
                NOW,
                id,
                Actor.system("shardfit"),
                Optional.empty(),
                id,
                summary.toNewEvent());
    }
}
