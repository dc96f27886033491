package io.shardfit.application.deployment;

import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.RuleSet;
import java.util.Optional;

/// How plans on the record are judged by another edition of the rules.
sealed interface Judging permits Judging.Anew, KeptAnswers {
    /// @param document of the verdict; empty where only the answer was kept
    record Fresh(RecordedVerdict verdict, Optional<Document> document) {}

    /// {@return empty for a plan that can no longer be judged}
    Optional<Fresh> judge(CurrentPlan plan, RuleSet edition, Optional<Share> margin);

    /// Every plan anew, from its file.
    static Judging anew(EventLog log, PlanJudge judge) {
        return new Anew(log, judge);
    }

    record Anew(EventLog log, PlanJudge judge) implements Judging {
        @Override
        public Optional<Fresh> judge(CurrentPlan plan, RuleSet edition, Optional<Share> margin) {
            return log.document(plan.submitted().raw())
                    .map(file ->
                            judge.judge(plan.submitted().fileName(), file.bytes(), edition, margin))
                    .flatMap(Anew::fresh);
        }

        private static Optional<Fresh> fresh(Judgement judgement) {
            return judgement instanceof Judgement.Judged judged
                    ? Optional.of(new Fresh(judged.verdict(), Optional.of(judged.document())))
                    : Optional.empty();
        }
    }
}
