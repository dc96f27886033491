package io.shardfit.application.deployment;

import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.RuleSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Judges each distinct plan once and keeps the answer, without its document: a program's answer on
/// a file by an edition never changes. Many deployments share a plan.
final class KeptAnswers implements Judging {
    /// An answer is about 2 KiB in memory: all of them at most 20 MiB.
    private static final int MOST = 10_000;

    private final Judging judging;
    private final Map<Question, Optional<Fresh>> kept =
            new LinkedHashMap<>(16, 0.75F, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Optional<Fresh>> eldest) {
                    return size() > MOST;
                }
            };

    KeptAnswers(Judging judging) {
        this.judging = judging;
    }

    private record Question(Digest raw, String fileName, RuleSet edition, Optional<Share> margin) {}

    @Override
    public Optional<Fresh> judge(CurrentPlan plan, RuleSet edition, Optional<Share> margin) {
        Question question =
                new Question(plan.submitted().raw(), plan.submitted().fileName(), edition, margin);
        synchronized (kept) {
            Optional<Fresh> known = kept.get(question);
            if (known != null) {
                return known;
            }
        }
        Optional<Fresh> answer =
                judging.judge(plan, edition, margin)
                        .map(fresh -> new Fresh(fresh.verdict(), Optional.empty()));
        synchronized (kept) {
            kept.put(question, answer);
        }
        return answer;
    }
}
