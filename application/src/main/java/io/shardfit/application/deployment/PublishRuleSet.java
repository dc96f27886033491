package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.Engine;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.SeparationOfDuties;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Puts an edition of the rules into force and judges every live plan by it. Publishing again what
/// is published finishes a re-evaluation that was interrupted, and adds nothing to a finished one.
/// One administrator is enough: editions come with the program, whose authors are none of the log's
/// people.
public final class PublishRuleSet {
    private final Commands commands;
    private final Histories histories;
    private final Reevaluation reevaluation;

    public PublishRuleSet(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.reevaluation = new Reevaluation(log, new PlanJudge(checkPlan), clock);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param summary of the re-evaluation; empty for the first edition
        record Published(RuleSetPublished edition, Optional<ReevaluationCompleted> summary)
                implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        /// The edition may be in force already; send it again to finish.
        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome publish(Sender sender, int number) {
        Outcome outcome =
                commands.carryOut(
                        sender,
                        StreamId.ruleSet(),
                        Commands.request("PublishRuleSet", number),
                        () -> decide(sender, number),
                        new Answers<>(
                                written ->
                                        new Outcome.Published(
                                                (RuleSetPublished) written.getFirst().event(),
                                                Optional.empty()),
                                Outcome.NotWritten::new));
        return outcome instanceof Outcome.Published published ? reevaluate(published) : outcome;
    }

    private Decision<Outcome> decide(Sender sender, int number) {
        RuleSetHistory rules = histories.ruleSets();
        Optional<ShippedRuleSets.Shipped> shipped = ShippedRuleSets.ofNumber(number);
        Optional<Refusal> refusal =
                Authority.administers(sender, histories.roles())
                        .or(() ->
                                SeparationOfDuties.toPublish(
                                                sender.actor().id(), ShippedRuleSets.AUTHOR)
                                        .map(Refusal.Objected::new))
                        .or(() ->
                                shipped.isEmpty()
                                        ? Optional.of(new Refusal.UnknownRuleSet(number))
                                        : notNext(rules, number));
        if (refusal.isPresent()) {
            return Decision.answer(new Outcome.Refused(refusal.orElseThrow()));
        }
        return rules.published().stream()
                .filter(edition -> edition.number() == number)
                .findFirst()
                .<Decision<Outcome>>map(edition ->
                        Decision.answer(new Outcome.Published(edition, Optional.empty())))
                .orElseGet(() -> write(sender, rules, shipped.orElseThrow()));
    }

    /// Editions follow each other; a withdrawn one does not return.
    private static Optional<Refusal> notNext(RuleSetHistory rules, int number) {
        if (rules.withdrawn().contains(number)) {
            return Optional.of(
                    new Refusal.AlreadySo("rule-set %d was withdrawn".formatted(number)));
        }
        int current = rules.current().orElse(0);
        return number == current || number > current && !isGap(rules, current, number)
                ? Optional.empty()
                : Optional.of(new Refusal.AlreadySo("rule-set %d is in force".formatted(current)));
    }

    private static boolean isGap(RuleSetHistory rules, int current, int number) {
        for (int between = current + 1; between < number; between++) {
            if (!rules.withdrawn().contains(between)) {
                return true;
            }
        }
        return false;
    }

    private static Decision<Outcome> write(
            Sender sender, RuleSetHistory rules, ShippedRuleSets.Shipped shipped) {
        return Decision.write(
                List.of(
                        Decision.append(
                                StreamId.ruleSet(),
                                rules.version(),
                                new RuleSetPublished(
                                        shipped.edition().number(),
                                        shipped.artefact().digest(),
                                        shipped.edition().published(),
                                        Engine.version(),
                                        shipped.changes(),
                                        ShippedRuleSets.AUTHOR,
                                        sender.actor().id()))),
                List.of(shipped.artefact()));
    }

    private Outcome reevaluate(Outcome.Published published) {
        int number = published.edition().number();
        RuleSetHistory rules = histories.ruleSets();
        Optional<Integer> before =
                rules.published().stream()
                        .map(RuleSetPublished::number)
                        .filter(other -> other < number)
                        .reduce((_, later) -> later);
        if (before.isEmpty() || !rules.current().equals(Optional.of(number))) {
            return published;
        }
        String id = "rule-set-" + number;
        Optional<ReevaluationCompleted> finished = rules.completed(id);
        if (finished.isPresent()) {
            return new Outcome.Published(published.edition(), finished);
        }
        Reevaluation.Run run =
                new Reevaluation.Run(
                        id,
                        before.orElseThrow(),
                        ShippedRuleSets.ofNumber(number).orElseThrow().edition());
        return switch (reevaluation.run(run)) {
            case Reevaluation.Result.Interrupted(AppendOutcome why) -> new Outcome.NotWritten(why);
            case Reevaluation.Result.Completed(ReevaluationCompleted summary) ->
                    new Outcome.Published(published.edition(), Optional.of(summary));
        };
    }
}
