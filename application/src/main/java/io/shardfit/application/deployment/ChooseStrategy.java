package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.deployment.PlanJudge.Judgement.Judged;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.event.PlanEvent.StrategyChosen;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanEdit;
import io.shardfit.application.format.PlanKeys;
import io.shardfit.application.format.PlanText;
import io.shardfit.application.format.Position;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Gives a deployment's plan another strategy; the text of the file stays as it is but for that.
public final class ChooseStrategy {
    private static final String STRATEGY = "strategy";

    private final EventLog log;
    private final Commands commands;
    private final PlanJudge judge;

    public ChooseStrategy(EventLog log, CheckPlan checkPlan) {
        this.log = log;
        this.commands = new Commands(log);
        this.judge = new PlanJudge(checkPlan);
    }

    /// @param plan for which the strategy was chosen
    /// @param strategy in the shorthand of plans, such as `EP16_TP1_PP1_DP1`
    public record Choice(String deployment, Digest plan, String strategy) {}

    /// What became of it.
    public sealed interface Outcome {
        record Chosen(StrategyChosen choice, StandingVerdict verdict) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome choose(Sender sender, Choice choice) {
        Optional<Refusal> invalid = Names.refusal(choice.deployment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(choice.deployment()),
                Commands.request(
                        "ChooseStrategy",
                        choice.deployment(),
                        choice.plan().text(),
                        choice.strategy()),
                () -> decide(sender, choice),
                new Answers<>(
                        written ->
                                new Outcome.Chosen(
                                        (StrategyChosen) written.getFirst().event(),
                                        Submission.verdict(written)),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, Choice choice) {
        return switch (Rewrite.of(log, choice.deployment(), choice.plan())) {
            case Rewrite.Not(Refusal refusal) -> refused(refusal);
            case Rewrite.Ready ready -> {
                String name = ready.plan().submitted().fileName();
                Optional<byte[]> other =
                        PlanEdit.set(name, ready.file(), STRATEGY, choice.strategy(), List.of());
                yield other.map(bytes -> rewrite(sender, choice, ready, bytes))
                        .orElseGet(() -> Decision.answer(notWritten(name)));
            }
        };
    }

    /// What the file as data says is what the file as text must say.
    private Decision<Outcome> rewrite(
            Sender sender, Choice choice, Rewrite.Ready ready, byte[] asData) {
        String name = ready.plan().submitted().fileName();
        Judgement old = judge(name, ready.file(), ready);
        Judgement wanted = judge(name, asData, ready);
        if (wanted instanceof Judgement.Rejected(List<InputError> errors)) {
            return Decision.answer(new Outcome.Rejected(errors));
        }
        if (!(old instanceof Judged from && wanted instanceof Judged to)) {
            return refused(new Refusal.TooLarge("the verdict"));
        }
        if (from.verdict().plan().equals(to.verdict().plan())) {
            return refused(new Refusal.AlreadySo("the plan has this strategy already"));
        }
        String text =
                PlanText.with(
                        new String(ready.file(), StandardCharsets.UTF_8),
                        PlanKeys.between(from.checked().file().plan(), to.checked().file().plan()));
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        return judge(name, file, ready) instanceof Judged made
                        && made.verdict().plan().equals(to.verdict().plan())
                ? write(sender, choice, ready, file, made)
                : Decision.answer(notWritten(name));
    }

    private Judgement judge(String name, byte[] file, Rewrite.Ready ready) {
        return judge.judge(name, file, ready.rules().edition(), Optional.empty());
    }

    private static Decision<Outcome> write(
            Sender sender, Choice choice, Rewrite.Ready ready, byte[] file, Judged made) {
        return new Submission(
                        ready.plan().submitted().fileName(),
                        file,
                        made,
                        Origin.STRATEGY,
                        List.of(
                                new StrategyChosen(
                                        choice.plan(), made.verdict().plan(), choice.strategy())))
                .write(sender, choice.deployment(), ready.history(), ready.rules());
    }

    private static Outcome notWritten(String file) {
        return new Outcome.Rejected(
                List.of(
                        new InputError(
                                file,
                                Position.START,
                                STRATEGY,
                                "the file cannot be given this strategy key by key",
                                "edit the file by hand and submit it")));
    }

    private static Decision<Outcome> refused(Refusal refusal) {
        return Decision.answer(new Outcome.Refused(refusal));
    }
}
