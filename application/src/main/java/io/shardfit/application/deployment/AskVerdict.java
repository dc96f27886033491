package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.quantity.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Two questions that must not be mixed up: what was said at an instant, and what is said now of
/// what there was at that instant. Writes nothing.
public final class AskVerdict {
    private final EventLog log;
    private final Histories histories;
    private final PlanJudge judge;

    public AskVerdict(EventLog log, CheckPlan checkPlan) {
        this.log = log;
        this.histories = new Histories(log);
        this.judge = new PlanJudge(checkPlan);
    }

    /// By what to judge.
    public enum JudgedBy {
        /// The verdict as it was recorded.
        AS_RECORDED,
        /// The rules of now, on the plan of then.
        LATEST
    }

    /// @param margin of an environment; empty for the plan's own
    public record Question(
            String deployment, Instant asOf, JudgedBy judgedBy, Optional<Share> margin) {}

    /// What became of it.
    public sealed interface Outcome {
        /// @param position in the log; empty for an answer that was computed now
        /// @param document the whole verdict
        record Answered(RecordedVerdict verdict, Optional<Long> position, Document document)
                implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        /// This program no longer reads the plan.
        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome ask(Question question) {
        Optional<Refusal> invalid = Names.refusal(question.deployment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        DeploymentHistory history =
                DeploymentHistory.of(
                        Recorded.asOf(
                                log.stream(StreamId.deployment(question.deployment())),
                                question.asOf()));
        Optional<CurrentPlan> plan = history.plan();
        if (plan.isEmpty()) {
            return notThere("plan of %s at %s".formatted(question.deployment(), question.asOf()));
        }
        return switch (question.judgedBy()) {
            case AS_RECORDED ->
                    history.verdict(question.margin())
                            .map(this::recorded)
                            .orElseGet(() -> notThere("verdict under that margin at that time"));
            case LATEST -> latest(plan.orElseThrow(), question.margin());
        };
    }

    private Outcome recorded(StandingVerdict verdict) {
        return log.document(verdict.verdict().document())
                .<Outcome>map(document ->
                        new Outcome.Answered(
                                verdict.verdict(), Optional.of(verdict.position()), document))
                .orElseGet(() -> notThere("document of the verdict"));
    }

    private Outcome latest(CurrentPlan plan, Optional<Share> margin) {
        Optional<Document> file = log.document(plan.submitted().raw());
        if (file.isEmpty()) {
            return notThere("document of the plan");
        }
        return switch (Rules.of(histories.ruleSets())) {
            case Rules.Unusable(Refusal refusal) -> new Outcome.Refused(refusal);
            case Rules.Known rules ->
                    switch (judge.judge(
                            plan.submitted().fileName(),
                            file.orElseThrow().bytes(),
                            rules.edition(),
                            margin)) {
                        case Judgement.Rejected(List<InputError> errors) ->
                                new Outcome.Rejected(errors);
                        case Judgement.TooLarge _ ->
                                new Outcome.Refused(new Refusal.TooLarge("the verdict"));
                        case Judgement.Judged judged ->
                                new Outcome.Answered(
                                        judged.verdict(), Optional.empty(), judged.document());
                    };
        };
    }

    private static Outcome notThere(String what) {
        return new Outcome.Refused(new Refusal.NotThere(what));
    }
}
