package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.CompareConventions;
import io.shardfit.application.Overrides;
import io.shardfit.application.deployment.AskVerdict;
import io.shardfit.application.deployment.AskVerdict.JudgedBy;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.document.ConventionsDocument;
import io.shardfit.application.document.Json;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.RuleSet;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Gathers what the page of a plan shows.
@Singleton
final class PlanViews {
    /// With which remedies are looked for: the same limits number them the same.
    static final Limits REMEDIES = Limits.of(3, 120);

    private final ReadDeployment read;
    private final AskVerdict ask;
    private final CheckPlan checkPlan;
    private final ProposeRemedies propose;
    private final CompareConventions conventions;
    private final EventLog log;
    private final InstantSource clock;

    PlanViews(
            ReadDeployment read,
            AskVerdict ask,
            CheckPlan checkPlan,
            ProposeRemedies propose,
            CompareConventions conventions,
            EventLog log,
            InstantSource clock) {
        this.read = read;
        this.ask = ask;
        this.checkPlan = checkPlan;
        this.propose = propose;
        this.conventions = conventions;
        this.log = log;
        this.clock = clock;
    }

    PlanView of(String deployment, Optional<Instant> asOf) {
        return of(deployment, asOf, Optional.empty(), new FormFields(Map.of()));
    }

    /// @param problem why what was sent from the page was refused
    /// @throws io.shardfit.adapters.web.ProblemException if there is no such deployment
    PlanView of(
            String deployment,
            Optional<Instant> asOf,
            Optional<Problem> problem,
            FormFields typed) {
        Instant instant = asOf.orElseGet(clock::instant);
        return switch (read.read(deployment, instant)) {
            case ReadDeployment.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ReadDeployment.Outcome.Read(DeploymentHistory history, var standings) ->
                    view(deployment, asOf, history, standings, problem, typed);
        };
    }

    private PlanView view(
            String deployment,
            Optional<Instant> asOf,
            DeploymentHistory history,
            Map<String, Standing> standings,
            Optional<Problem> problem,
            FormFields typed) {
        CurrentPlan plan = history.plan().orElseThrow();
        byte[] file = log.document(plan.submitted().raw()).map(Document::bytes).orElseThrow();
        Optional<StandingVerdict> recorded = history.verdict(Optional.empty());
        Optional<CheckedPlan> checked = checked(plan, file, recorded);
        Optional<CompareConventions.Outcome.Compared> compared = compared(plan, file);
        return new PlanView(
                deployment,
                asOf,
                history,
                standings,
                new String(file, StandardCharsets.UTF_8),
                checked.map(one -> verdict(one, compared, PlanView.explain(deployment, asOf))),
                checked.map(PlanViews::digest)
                        .equals(recorded.map(one -> one.verdict().document())),
                asOf.flatMap(instant -> now(deployment, instant)),
                compared.map(CompareConventions.Outcome.Compared::answers).orElse(List.of()),
                problem,
                typed,
                UUID.randomUUID());
    }

    private Optional<CheckedPlan> checked(
            CurrentPlan plan, byte[] file, Optional<StandingVerdict> recorded) {
        RuleSet edition =
                recorded.flatMap(one -> RuleSet.ofNumber(one.verdict().ruleSet()))
                        .orElse(RuleSet.current());
        return checkPlan.check(plan.submitted().fileName(), file, edition, Overrides.NONE)
                        instanceof CheckPlan.Outcome.Checked(CheckedPlan checked)
                ? Optional.of(checked)
                : Optional.empty();
    }

    private static Digest digest(CheckedPlan checked) {
        return Digest.of(
                JsonText.canonical(VerdictDocument.of(checked)).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<RecordedVerdict> now(String deployment, Instant asOf) {
        return ask.ask(new AskVerdict.Question(deployment, asOf, JudgedBy.LATEST, Optional.empty()))
                        instanceof AskVerdict.Outcome.Answered(var verdict, var _, var _)
                ? Optional.of(verdict)
                : Optional.empty();
    }

    private Optional<CompareConventions.Outcome.Compared> compared(CurrentPlan plan, byte[] file) {
        return conventions.compare(plan.submitted().fileName(), file)
                        instanceof CompareConventions.Outcome.Compared compared
                ? Optional.of(compared)
                : Optional.empty();
    }

    private VerdictView verdict(
            CheckedPlan checked,
            Optional<CompareConventions.Outcome.Compared> compared,
            String explain) {
        Proposals proposals = propose.propose(checked.verdict(), REMEDIES);
        Json.Fields document = VerdictNumbers.document(checked, proposals);
        return VerdictView.of(
                checked,
                proposals,
                Figures.elsewhere(
                        compared.map(ConventionsDocument::of)
                                .map(all ->
                                        VerdictNumbers.with(
                                                document,
                                                "conventions",
                                                all.members()
                                                        .getOrDefault(
                                                                "conventions", new Json.Nothing())))
                                .orElse(document),
                        explain));
    }
}
