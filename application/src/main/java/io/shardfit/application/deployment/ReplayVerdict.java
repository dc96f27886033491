package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.PlanJudge.Judgement;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonDifference;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Computes a recorded verdict again, by its own rule-set. The same engine and catalogue must give
/// the same bytes.
public final class ReplayVerdict {
    private final EventLog log;
    private final PlanJudge judge;

    public ReplayVerdict(EventLog log, CheckPlan checkPlan) {
        this.log = log;
        this.judge = new PlanJudge(checkPlan);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// Byte for byte.
        record Identical(StandingVerdict verdict) implements Outcome {}

        /// @param why what the two were computed with that is not the same; empty for a fault: the
        ///   engine is not deterministic, or says one version of two
        /// @param differences members of the verdict document, as recorded and as computed now
        record Differs(
                StandingVerdict recorded,
                RecordedVerdict now,
                List<String> why,
                List<JsonDifference> differences)
                implements Outcome {
            public Differs {
                why = List.copyOf(why);
                differences = List.copyOf(differences);
            }
        }

        /// It cannot be computed again.
        record Refused(Refusal refusal) implements Outcome {}
    }

    /// @param position of the verdict in the log
    public Outcome replay(long position) {
        List<Entry> found = position < 1 ? List.of() : log.after(position - 1, 1);
        Optional<StandingVerdict> verdict =
                found.stream()
                        .map(Recorded::of)
                        .flatMap(recorded -> StandingVerdict.of(recorded).stream())
                        .findFirst();
        return verdict.map(old -> replay(found.getFirst(), old))
                .orElseGet(() -> notThere("verdict at position " + position));
    }

    private Outcome replay(Entry entry, StandingVerdict old) {
        Optional<PlanSubmitted> plan = planOf(entry);
        Optional<Document> file = plan.flatMap(submitted -> log.document(submitted.raw()));
        Optional<Document> document = log.document(old.verdict().document());
        Optional<RuleSet> edition = RuleSet.ofNumber(old.verdict().ruleSet());
        if (edition.isEmpty()) {
            return new Outcome.Refused(new Refusal.UnknownRuleSet(old.verdict().ruleSet()));
        }
        if (file.isEmpty() || document.isEmpty()) {
            return notThere("document of the verdict at position " + entry.position());
        }
        return judge.judge(
                                plan.orElseThrow().fileName(),
                                file.orElseThrow().bytes(),
                                edition.orElseThrow(),
                                old.verdict().margin())
                        instanceof Judgement.Judged fresh
                ? compared(old, document.orElseThrow(), fresh)
                : notThere("plan that this program reads behind the verdict");
    }

    private Optional<PlanSubmitted> planOf(Entry entry) {
        List<Entry> before =
                log.stream(entry.stream()).stream()
                        .filter(other -> other.position() <= entry.position())
                        .toList();
        return DeploymentHistory.of(before).plan().map(plan -> plan.submitted());
    }

    private static Outcome compared(
            StandingVerdict old, Document document, Judgement.Judged fresh) {
        if (Arrays.equals(document.bytes(), fresh.document().bytes())
                && old.verdict().equals(fresh.verdict())) {
            return new Outcome.Identical(old);
        }
        List<String> why = new ArrayList<>();
        differ(why, "engine", old.verdict().engineVersion(), fresh.verdict().engineVersion());
        differ(
                why,
                "catalogue",
                old.verdict().catalogue().text(),
                fresh.verdict().catalogue().text());
        return new Outcome.Differs(
                old,
                fresh.verdict(),
                why,
                JsonDifference.between(document.bytes(), fresh.document().bytes()));
    }

    private static void differ(List<String> why, String what, String then, String now) {
        if (!then.equals(now)) {
            why.add("%s %s then, %s now".formatted(what, then, now));
        }
    }

    private static Outcome notThere(String what) {
        return new Outcome.Refused(new Refusal.NotThere(what));
    }
}
