package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Engine;
import io.shardfit.application.Overrides;
import io.shardfit.application.catalogue.CatalogueDigest;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Judges plans as the ledger records it. The same plan, rule-set, margin, catalogue and engine
/// give the same bytes.
final class PlanJudge {
    static final String PLAN_TYPE = "application/yaml";
    private static final String VERDICT_TYPE = "application/json";

    private final CheckPlan checkPlan;
    private final Digest catalogue = CatalogueDigest.shipped();

    PlanJudge(CheckPlan checkPlan) {
        this.checkPlan = checkPlan;
    }

    /// What became of it.
    sealed interface Judgement {
        record Judged(CheckedPlan checked, RecordedVerdict verdict, Document document)
                implements Judgement {}

        record Rejected(List<InputError> errors) implements Judgement {}

        /// Longer than the log keeps in one piece.
        record TooLarge() implements Judgement {}
    }

    Judgement judge(String fileName, byte[] bytes, RuleSet ruleSet, Optional<Share> margin) {
        return switch (checkPlan.check(fileName, bytes, ruleSet, Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    new Judgement.Rejected(errors);
            case CheckPlan.Outcome.Checked(CheckedPlan checked) when margin.isEmpty() ->
                    judged(new Digest(checked.digest()), checked, margin);
            case CheckPlan.Outcome.Checked(CheckedPlan own) ->
                    switch (checkPlan.check(fileName, bytes, ruleSet, new Overrides(margin))) {
                        case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                                new Judgement.Rejected(errors);
                        case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                                judged(new Digest(own.digest()), checked, margin);
                    };
        };
    }

    private Judgement judged(Digest plan, CheckedPlan checked, Optional<Share> margin) {
        SortedMap<String, String> members = JsonText.canonicalMembers(VerdictDocument.of(checked));
        byte[] bytes = bytes(members);
        if (bytes.length > Document.MOST_BYTES) {
            return new Judgement.TooLarge();
        }
        Document kept = new Document(VERDICT_TYPE, bytes);
        Verdict verdict = checked.verdict();
        return new Judgement.Judged(
                checked,
                new RecordedVerdict(
                        plan,
                        verdict.ruleSet().number(),
                        catalogue,
                        Engine.version(),
                        margin,
                        verdict.readiness(),
                        verdict.findings().stream()
                                .map(finding -> new Noted(finding.code(), finding.severity()))
                                .toList(),
                        Digest.of(bytes(values(members))),
                        kept.digest(),
                        figures(verdict)),
                kept);
    }

    private static byte[] bytes(SortedMap<String, String> members) {
        return JsonText.canonical(members).getBytes(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, String> values(SortedMap<String, String> members) {
        SortedMap<String, String> values = new TreeMap<>(members);
        values.remove("ruleSet");
        values.remove("engineVersion");
        return values;
    }

    private static SortedMap<String, Long> figures(Verdict verdict) {
        SortedMap<String, Long> figures = new TreeMap<>();
        DeploymentPlan plan = verdict.plan();
        figures.put(
                RecordedVerdict.GPUS_REQUIRED, (long) plan.convention().worldSize(plan.strategy()));
        figures.put(RecordedVerdict.GPUS_AVAILABLE, (long) plan.cluster().gpus());
        figures.put("parameters", plan.model().parameters().total().count());
        verdict.ruleSet()
                .expertsPerGpu(plan)
                .ifPresent(experts ->
                        figures.put(
                                RecordedVerdict.EXPERTS_PER_GPU,
                                experts.most().value().longValueExact()));
        if (verdict instanceof Verdict.Assessed(_, _, Assessment assessment, _)) {
            if (!(assessment.memory().model() instanceof ServingMemory)) { // it fills the device
                figures.put(RecordedVerdict.BUDGET, assessment.budget().budget().bytes());
            }
            figures.put(
                    RecordedVerdict.EXPECTED,
                    assessment.memory().worst().total().expected().bytes());
            figures.put(RecordedVerdict.HIGH, assessment.memory().highest().total().high().bytes());
        }
        return figures;
    }
}
