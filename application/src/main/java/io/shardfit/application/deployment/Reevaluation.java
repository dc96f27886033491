package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.deployment.Reexamination.Examined;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.ReevaluationStarted;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Judges every live plan by another edition and records what changes. Every step has a command key
/// of its own that is always the same, so that an interrupted run is finished by running it again,
/// and a finished one adds nothing.
final class Reevaluation {
    private final EventLog log;
    private final Commands commands;
    private final Histories histories;
    private final Reexamination reexamination;
    private final InstantSource clock;

    Reevaluation(EventLog log, PlanJudge judge, InstantSource clock) {
        this.log = log;
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.reexamination = new Reexamination(log, Judging.anew(log, judge));
        this.clock = clock;
    }

    /// @param id names it for ever
    /// @param from number of the edition that judged before
    record Run(String id, int from, RuleSet to) {
        private Sender sender(String step) {
            return Sender.program("reevaluation/" + id + "/" + step);
        }
    }

    /// What became of it.
    sealed interface Result {
        record Completed(ReevaluationCompleted summary) implements Result {}

        record Interrupted(AppendOutcome why) implements Result {}
    }

    Result run(Run run) {
        Optional<AppendOutcome> problem = start(run);
        ReevaluationSums sums = new ReevaluationSums();
        for (String deployment : histories.deployments()) {
            if (problem.isPresent()) {
                return new Result.Interrupted(problem.orElseThrow());
            }
            problem = supersede(run, deployment, sums);
        }
        return problem.<Result>map(Result.Interrupted::new).orElseGet(() -> complete(run, sums));
    }

    private Optional<AppendOutcome> start(Run run) {
        return commands.carryOut(
                run.sender("started"),
                StreamId.ruleSet(),
                Commands.request("ReevaluationStarted", run.id()),
                () ->
                        onRules(
                                rules ->
                                        new ReevaluationStarted(
                                                run.id(),
                                                run.from(),
                                                run.to().number(),
                                                log.head().position()),
                                List.of()),
                new Answers<>(_ -> Optional.empty(), Optional::of));
    }

    private Optional<AppendOutcome> supersede(Run run, String deployment, ReevaluationSums sums) {
        Optional<AppendOutcome> problem =
                commands.carryOut(
                        run.sender("deployment/" + deployment),
                        StreamId.deployment(deployment),
                        Commands.request("VerdictSuperseded", run.id(), deployment),
                        () -> decide(run, deployment),
                        new Answers<>(
                                written -> {
                                    written.forEach(sums::add);
                                    return Optional.empty();
                                },
                                Optional::of));
        reexamination
                .examine(deployment, histories.deployment(deployment), run.to(), clock.instant())
                .forEach(examined -> sums.rest(deployment, examined));
        return problem;
    }

    private Decision<Optional<AppendOutcome>> decide(Run run, String deployment) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        RuleSetHistory rules = histories.ruleSets();
        if (!rules.current().equals(Optional.of(run.to().number()))) {
            return Decision.answer(Optional.of(movedOn(rules)));
        }
        DeploymentHistory history = histories.deployment(deployment);
        List<StreamAppend> demands = demands(rules, history);
        List<LedgerEvent> events = new ArrayList<>();
        List<Document> documents = new ArrayList<>();
        for (Examined examined : reexamination.examine(deployment, history, run.to(), now)) {
            if (examined instanceof Examined.Changed changed) {
                events.add(
                        new VerdictSuperseded(
                                run.id(),
                                changed.old().position(),
                                changed.fresh().verdict(),
                                changed.isOtherAnswer(),
                                changed.delta()));
                documents.add(changed.fresh().document().orElseThrow());
                changed.consequences().forEach(one -> events.add(one.event()));
            }
        }
        reexamination
                .late(deployment, history, run.to(), now)
                .forEach(consequence -> events.add(consequence.event()));
        if (events.isEmpty()) {
            return Decision.answer(Optional.empty());
        }
        List<StreamAppend> appends = new ArrayList<>(demands);
        appends.addFirst(
                Decision.append(StreamId.deployment(deployment), history.version(), events));
        return Decision.write(appends, documents);
    }

    /// Another edition judges by now; its own run goes over the plans.
    private static AppendOutcome movedOn(RuleSetHistory rules) {
        return new AppendOutcome.Conflict(StreamId.ruleSet(), rules.version());
    }

    /// What is decided holds only while this edition is in force, and policies and waivers are as
    /// they were before they were looked at.
    private List<StreamAppend> demands(RuleSetHistory rules, DeploymentHistory history) {
        List<StreamAppend> demands = new ArrayList<>();
        demands.add(Decision.demand(StreamId.ruleSet(), rules.version()));
        for (String name : history.environments()) {
            demands.add(
                    Decision.demand(
                            StreamId.environment(name), histories.environment(name).version()));
        }
        return demands;
    }

    private Result complete(Run run, ReevaluationSums sums) {
        List<Document> unchanged = sums.unchangedLists();
        return commands.carryOut(
                run.sender("completed"),
                StreamId.ruleSet(),
                Commands.request("ReevaluationCompleted", run.id()),
                () -> onRules(_ -> sums.summary(run.id()), unchanged),
                new Answers<>(
                        written ->
                                new Result.Completed(
                                        (ReevaluationCompleted) written.getFirst().event()),
                        Result.Interrupted::new));
    }

    private <O> Decision<O> onRules(
            Function<RuleSetHistory, LedgerEvent> event, List<Document> documents) {
        RuleSetHistory rules = histories.ruleSets();
        return Decision.write(
                List.of(Decision.append(StreamId.ruleSet(), rules.version(), event.apply(rules))),
                documents);
    }
}
