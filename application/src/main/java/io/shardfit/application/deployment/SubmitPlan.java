package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;

/// Records a plan and what is said of it. The plan that a deployment has already is answered with
/// the verdict it has already.
public final class SubmitPlan {
    private final Commands commands;
    private final Histories histories;
    private final PlanJudge judge;

    public SubmitPlan(EventLog log, CheckPlan checkPlan) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.judge = new PlanJudge(checkPlan);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param known whether the deployment had this plan before
        record Submitted(StandingVerdict verdict, boolean known) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    /// @param fileName as findings should name it
    public Outcome submit(Sender sender, String deployment, String fileName, byte[] file) {
        if (!StreamId.isName(deployment)) {
            return new Outcome.Refused(new Refusal.InvalidName(deployment));
        }
        if (file.length > Document.MOST_BYTES) {
            return new Outcome.Refused(new Refusal.TooLarge("the plan"));
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("SubmitPlan", deployment, fileName, Digest.of(file).text()),
                home -> decide(sender, deployment, DeploymentHistory.of(home), fileName, file),
                new Answers<>(
                        written -> new Outcome.Submitted(Submission.verdict(written), false),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender,
            String deployment,
            DeploymentHistory history,
            String fileName,
            byte[] file) {
        Optional<Refusal> refusal =
                Submission.refusal(deployment, history).or(() -> sender.misses(history));
        if (refusal.isPresent()) {
            return refused(refusal.orElseThrow());
        }
        return switch (Rules.of(histories.ruleSets())) {
            case Rules.Unusable(Refusal unusable) -> refused(unusable);
            case Rules.Known rules ->
                    switch (judge.judge(fileName, file, rules.edition(), Optional.empty())) {
                        case Judgement.Rejected(List<InputError> errors) ->
                                Decision.answer(new Outcome.Rejected(errors));
                        case Judgement.TooLarge _ -> refused(new Refusal.TooLarge("the verdict"));
                        case Judgement.Judged judged ->
                                known(history, judged.verdict().plan())
                                        .<Decision<Outcome>>map(verdict ->
                                                Decision.answer(
                                                        new Outcome.Submitted(verdict, true)))
                                        .orElseGet(() ->
                                                new Submission(
                                                                fileName,
                                                                file,
                                                                judged,
                                                                Origin.FILE,
                                                                List.of())
                                                        .write(sender, deployment, history, rules));
                    };
        };
    }

    private static Decision<Outcome> refused(Refusal refusal) {
        return Decision.answer(new Outcome.Refused(refusal));
    }

    private static Optional<StandingVerdict> known(DeploymentHistory history, Digest plan) {
        return history.plan()
                .filter(old -> old.submitted().plan().equals(plan))
                .flatMap(_ -> history.verdict(Optional.empty()));
    }
}
