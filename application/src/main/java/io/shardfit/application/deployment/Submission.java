package io.shardfit.application.deployment;

import io.shardfit.application.deployment.PlanJudge.Judgement.Judged;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A plan taking its place in a deployment, with its verdict.
///
/// @param file as it is kept
/// @param before what led to it, recorded first
record Submission(
        String fileName, byte[] file, Judged judged, Origin origin, List<LedgerEvent> before) {

    /// Whoever edits a plan joins its authors.
    <O> Decision<O> write(
            Sender sender, String name, DeploymentHistory history, Rules.Known rules) {
        Document plan = new Document(PlanJudge.PLAN_TYPE, file);
        Set<String> authors = new TreeSet<>(sender.authors());
        if (origin != Origin.FILE) {
            history.plan().ifPresent(old -> authors.addAll(old.submitted().authors()));
        }
        List<LedgerEvent> events = new ArrayList<>(before);
        events.add(
                new PlanSubmitted(
                        fileName, plan.digest(), judged.verdict().plan(), origin, authors));
        events.add(new VerdictComputed(judged.verdict()));
        return Decision.write(
                List.of(
                        Decision.append(StreamId.deployment(name), history.version(), events),
                        rules.demanded()),
                List.of(plan, judged.document()));
    }

    /// {@return why nothing can be submitted under the name}
    static Optional<Refusal> refusal(String name, DeploymentHistory history) {
        return history.archived() ? Optional.of(new Refusal.IsArchived(name)) : Optional.empty();
    }

    /// {@return the verdict among what a command wrote}
    static StandingVerdict verdict(List<Recorded> written) {
        return written.stream()
                .flatMap(one -> StandingVerdict.of(one).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a submission without a verdict"));
    }
}
