package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.Optional;

/// Judges the plan of a deployment as an environment wants it: by the rules of now, under the
/// environment's margin.
public final class ValidatePlan {
    private final EventLog log;
    private final Commands commands;
    private final Histories histories;
    private final PlanJudge judge;

    public ValidatePlan(EventLog log, CheckPlan checkPlan) {
        this.log = log;
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.judge = new PlanJudge(checkPlan);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param known whether this verdict was on the record before
        record Validated(StandingVerdict verdict, boolean known) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        /// The plan could be read when it was submitted, and cannot by this program.
        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome validate(Sender sender, String deployment, String environment) {
        Optional<Refusal> invalid = Names.refusal(deployment, environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("ValidatePlan", deployment, environment),
                home -> decide(sender, deployment, DeploymentHistory.of(home), environment),
                new Answers<>(
                        written -> new Outcome.Validated(Submission.verdict(written), false),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender, String deployment, DeploymentHistory history, String environment) {
        Optional<Refusal> refusal =
                Names.dead(deployment, history).or(() -> sender.misses(history));
        if (refusal.isPresent()) {
            return Decision.answer(new Outcome.Refused(refusal.orElseThrow()));
        }
        Optional<Share> margin = histories.environment(environment).policy().safetyMargin();
        return switch (Rules.of(histories.ruleSets())) {
            case Rules.Unusable(Refusal unusable) -> Decision.answer(new Outcome.Refused(unusable));
            case Rules.Known rules ->
                    history.verdict(margin)
                            .filter(old -> old.verdict().ruleSet() == rules.edition().number())
                            .<Decision<Outcome>>map(
                                    old -> Decision.answer(new Outcome.Validated(old, true)))
                            .orElseGet(() -> judge(deployment, history, rules, margin));
        };
    }

    private Decision<Outcome> judge(
            String deployment,
            DeploymentHistory history,
            Rules.Known rules,
            Optional<Share> margin) {
        CurrentPlan plan = history.plan().orElseThrow();
        Document file = log.document(plan.submitted().raw()).orElseThrow();
        return switch (judge.judge(
                plan.submitted().fileName(), file.bytes(), rules.edition(), margin)) {
            case Judgement.Rejected(List<InputError> errors) ->
                    Decision.answer(new Outcome.Rejected(errors));
            case Judgement.TooLarge _ ->
                    Decision.answer(new Outcome.Refused(new Refusal.TooLarge("the verdict")));
            case Judgement.Judged judged ->
                    Decision.write(
                            List.of(
                                    Decision.append(
                                            StreamId.deployment(deployment),
                                            history.version(),
                                            new VerdictComputed(judged.verdict())),
                                    rules.demanded()),
                            List.of(judged.document()));
        };
    }
}
