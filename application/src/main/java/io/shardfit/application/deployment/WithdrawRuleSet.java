package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.RuleSetWithdrawn;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Takes the newest edition of the rules out of force for good: the one before judges again, every
/// live plan anew.
public final class WithdrawRuleSet {
    private final Commands commands;
    private final Histories histories;
    private final Reevaluation reevaluation;

    public WithdrawRuleSet(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.reevaluation = new Reevaluation(log, new PlanJudge(checkPlan), clock);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param summary empty when no edition is left to judge
        record Withdrawn(RuleSetWithdrawn withdrawal, Optional<ReevaluationCompleted> summary)
                implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        /// It may be withdrawn already; send it again to finish.
        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome withdraw(Sender sender, int number, String reason) {
        Outcome outcome =
                commands.carryOut(
                        sender,
                        StreamId.ruleSet(),
                        Commands.request("WithdrawRuleSet", number, reason),
                        () -> decide(sender, number, reason),
                        new Answers<>(
                                written ->
                                        new Outcome.Withdrawn(
                                                (RuleSetWithdrawn) written.getFirst().event(),
                                                Optional.empty()),
                                Outcome.NotWritten::new));
        return outcome instanceof Outcome.Withdrawn withdrawn ? reevaluate(withdrawn) : outcome;
    }

    private Decision<Outcome> decide(Sender sender, int number, String reason) {
        RuleSetHistory rules = histories.ruleSets();
        Optional<Refusal> refusal =
                Authority.administers(sender, histories.roles())
                        .or(() -> Texts.missing(reason, "a reason"));
        if (refusal.isEmpty() && !rules.current().equals(Optional.of(number))) {
            refusal = Optional.of(new Refusal.NotThere("rule-set %d in force".formatted(number)));
        }
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.ruleSet(),
                                                rules.version(),
                                                new RuleSetWithdrawn(number, reason))),
                                List.of()));
    }

    private Outcome reevaluate(Outcome.Withdrawn withdrawn) {
        RuleSetHistory rules = histories.ruleSets();
        int number = withdrawn.withdrawal().number();
        String id = "rule-set-%d-withdrawn".formatted(number);
        Optional<ReevaluationCompleted> finished = rules.completed(id);
        Optional<RuleSet> edition = rules.current().flatMap(RuleSet::ofNumber);
        if (finished.isPresent() || edition.isEmpty()) {
            return new Outcome.Withdrawn(withdrawn.withdrawal(), finished);
        }
        return switch (reevaluation.run(new Reevaluation.Run(id, number, edition.orElseThrow()))) {
            case Reevaluation.Result.Interrupted(AppendOutcome why) -> new Outcome.NotWritten(why);
            case Reevaluation.Result.Completed(ReevaluationCompleted summary) ->
                    new Outcome.Withdrawn(withdrawn.withdrawal(), Optional.of(summary));
        };
    }
}
