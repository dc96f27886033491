package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.FixPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.event.PlanEvent.RemedyApplied;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Makes one of the remedies that the program proposes for a deployment's plan; the plan it gives
/// takes the place of the old one.
public final class ApplyRemedy {
    private final EventLog log;
    private final Commands commands;
    private final FixPlan fixPlan;
    private final PlanJudge judge;

    public ApplyRemedy(EventLog log, CheckPlan checkPlan, ProposeRemedies propose) {
        this.log = log;
        this.commands = new Commands(log);
        this.fixPlan = new FixPlan(checkPlan, propose);
        this.judge = new PlanJudge(checkPlan);
    }

    /// @param plan for which the remedy was shown
    /// @param number of the remedy, from 1
    /// @param limits with which it was looked for: the same ones number the same remedies
    public record Choice(String deployment, Digest plan, int number, Limits limits) {}

    /// What became of it.
    public sealed interface Outcome {
        record Applied(RemedyApplied remedy, StandingVerdict verdict) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome apply(Sender sender, Choice choice) {
        Optional<Refusal> invalid = Names.refusal(choice.deployment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(choice.deployment()),
                Commands.request(
                        "ApplyRemedy",
                        choice.deployment(),
                        choice.plan().text(),
                        choice.number(),
                        choice.limits().wanted(),
                        choice.limits().evaluations()),
                () -> decide(sender, choice),
                new Answers<>(
                        written ->
                                new Outcome.Applied(
                                        (RemedyApplied) written.getFirst().event(),
                                        Submission.verdict(written)),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, Choice choice) {
        return switch (Rewrite.of(log, choice.deployment(), choice.plan())) {
            case Rewrite.Not(Refusal refusal) -> refused(refusal);
            case Rewrite.Ready ready -> fix(sender, choice, ready);
        };
    }

    private Decision<Outcome> fix(Sender sender, Choice choice, Rewrite.Ready ready) {
        String fileName = ready.plan().submitted().fileName();
        return switch (fixPlan.fix(
                fileName, ready.file(), ready.rules().edition(), choice.limits())) {
            case FixPlan.Outcome.Rejected(List<InputError> errors) ->
                    Decision.answer(new Outcome.Rejected(errors));
            case FixPlan.Outcome.Proposed proposed
                    when choice.number() < 1 || choice.number() > proposed.fixes().size() ->
                    refused(
                            new Refusal.NotThere(
                                    "remedy %d: %d are known"
                                            .formatted(choice.number(), proposed.fixes().size())));
            case FixPlan.Outcome.Proposed proposed ->
                    write(sender, choice, ready, proposed.fixes().get(choice.number() - 1));
        };
    }

    private Decision<Outcome> write(
            Sender sender, Choice choice, Rewrite.Ready ready, FixPlan.Fix fix) {
        String fileName = ready.plan().submitted().fileName();
        byte[] file = fix.text().getBytes(StandardCharsets.UTF_8);
        return switch (judge.judge(fileName, file, ready.rules().edition(), Optional.empty())) {
            case Judgement.Rejected(List<InputError> errors) ->
                    Decision.answer(new Outcome.Rejected(errors));
            case Judgement.TooLarge _ -> refused(new Refusal.TooLarge("the verdict"));
            case Judgement.Judged judged ->
                    new Submission(
                                    fileName,
                                    file,
                                    judged,
                                    Origin.REMEDY,
                                    List.of(
                                            new RemedyApplied(
                                                    choice.plan(),
                                                    judged.verdict().plan(),
                                                    choice.number(),
                                                    fix.proposal().edits())))
                            .write(sender, choice.deployment(), ready.history(), ready.rules());
        };
    }

    private static Decision<Outcome> refused(Refusal refusal) {
        return Decision.answer(new Outcome.Refused(refusal));
    }
}
