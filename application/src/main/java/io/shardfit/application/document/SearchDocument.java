package io.shardfit.application.document;

import io.shardfit.application.Engine;
import io.shardfit.application.SearchedPlan;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.Cell;
import io.shardfit.domain.search.Edits;
import io.shardfit.domain.search.Edits.Edit;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.MinimumCluster;
import io.shardfit.domain.search.MinimumCluster.Step;
import io.shardfit.domain.verdict.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a search found, as data: docs/search.md names every member.
public final class SearchDocument {
    private static final String SCHEMA_VERSION = "1.0";
    private static final String SOURCE = "search";

    /// What the seconds of an answer are.
    public static final String TIME = "an estimate for ranking, no benchmark (docs/time-model.md)";

    private SearchDocument() {}

    public static Json.Fields of(SearchedPlan searched) {
        DeploymentPlan plan = searched.file().plan();
        Found found = searched.found();
        return Json.fields()
                .with("schemaVersion", SCHEMA_VERSION)
                .with("verdict", searched.readiness().name())
                .with("name", plan.name())
                .with("digest", searched.digest())
                .with("engineVersion", Engine.version())
                .with("ruleSet", count(searched.request().ruleSet().number(), "", "rule-set"))
                .with("framework", plan.convention().name())
                .with("objective", searched.request().objective().word())
                .with("time", TIME)
                .with("clusterSizes", sizes(searched))
                .with("counts", counts(found))
                .with("best", candidates(plan, found.best()))
                .with("paretoFront", candidates(plan, found.front().candidates()))
                .with(
                        "region",
                        Json.items(found.cells().stream().map(SearchDocument::cell).toList()))
                .with(
                        "minimum",
                        searched.minimum()
                                .<Json>map(minimum -> minimum(searched, minimum))
                                .orElse(new Json.Nothing()))
                .build();
    }

    private static Json sizes(SearchedPlan searched) {
        return Json.items(
                searched.space().clusterSizes().stream()
                        .map(gpus -> count(gpus, "GPUs", "size of the cluster"))
                        .toList());
    }

    private static Json counts(Found found) {
        return Json.fields()
                .with("candidates", count(found.candidates(), "candidates", "in the space"))
                .with("judged", count(found.judged(), "candidates", "judged one by one"))
                .with("ready", count(found.ready(), "candidates", "READY"))
                .with("tight", count(found.tight(), "candidates", "TIGHT"))
                .with("rejected", rejected(found.rejected()))
                .build();
    }

    private static Json rejected(Map<String, Count> codes) {
        Json.Builder fields = Json.fields();
        codes.forEach(
                (code, n) -> fields.with(code, count(n, "candidates", "rejected under " + code)));
        return fields.build();
    }

    private static Json candidates(DeploymentPlan asked, List<Candidate> candidates) {
        return Json.items(candidates.stream().map(one -> candidate(asked, one)).toList());
    }

    private static Json candidate(DeploymentPlan asked, Candidate candidate) {
        Edits edits = Edits.of(asked, candidate);
        Json.Builder set = Json.fields();
        edits.strategy().forEach(edit -> set.with("strategy." + edit.key(), edit.value()));
        for (Edit edit : edits.others()) {
            set.with(edit.key(), edit.value());
        }
        return Json.fields()
                .with("verdict", candidate.readiness().name())
                .with("strategy", candidate.plan().strategy().shorthand())
                .with("gpus", count(candidate.gpus(), "GPUs", "used"))
                .with("memoryUse", share(candidate.use().high(), "high estimate over budget"))
                .with(
                        "stepSeconds",
                        candidate
                                .step()
                                .<Json>map(step -> decimal(step.seconds(), "seconds", "of a step"))
                                .orElse(new Json.Nothing()))
                .with("alike", count(candidate.alike(), "strategies", "with other virtual stages"))
                .with("busiest", share(candidate.busiest(), "busiest rank over the mean"))
                .with("set", set.build())
                .with("remove", Json.items(edits.removed().stream().map(Json::text).toList()))
                .build();
    }

    private static Json cell(Cell cell) {
        return Json.fields()
                .with("tensorParallel", count(cell.tensor(), "ranks", "TP"))
                .with("pipelineParallel", count(cell.pipeline(), "stages", "PP"))
                .with("best", cell.best().name())
                .with("ready", count(cell.ready(), "candidates", "READY"))
                .with("tight", count(cell.tight(), "candidates", "TIGHT"))
                .with("fewestGpus", count(cell.fewestGpus(), "GPUs", "of the best verdict"))
                .with("rejected", rejected(cell.rejected()))
                .build();
    }

    private static Json minimum(SearchedPlan searched, MinimumCluster minimum) {
        return Json.fields()
                .with("sizesTried", count(minimum.sizes(), "sizes", "of clusters"))
                .with("mostGpus", count(minimum.most(), "GPUs", "largest size"))
                .with("smallest", step(searched, minimum.smallest()))
                .with("oneStepFewer", step(searched, minimum.before()))
                .build();
    }

    private static Json step(SearchedPlan searched, Optional<Step> step) {
        return step.<Json>map(one -> step(searched, one)).orElse(new Json.Nothing());
    }

    private static Json step(SearchedPlan searched, Step step) {
        Found found = step.found();
        List<Finding> findings =
                found.passes()
                        ? List.of()
                        : found.closest().map(searched::decisive).orElse(List.of());
        return Json.fields()
                .with("gpus", count(step.gpus(), "GPUs", "of the cluster"))
                .with("counts", counts(found))
                .with(
                        "best",
                        candidates(
                                searched.file().plan(),
                                found.passes()
                                        ? found.best().subList(0, 1)
                                        : found.closest().stream().toList()))
                .with(
                        "findings",
                        Json.items(findings.stream().map(SearchDocument::finding).toList()))
                .build();
    }

    private static Json finding(Finding finding) {
        return Json.fields()
                .with("code", finding.code())
                .with("severity", finding.severity().word())
                .with("message", finding.message())
                .build();
    }

    private static Json count(Count count, String unit, String meaning) {
        return count(count.things(), unit, meaning);
    }

    private static Json count(long value, String unit, String meaning) {
        return Json.given(value, unit, meaning, SOURCE);
    }

    private static Json share(Share share, String meaning) {
        return decimal(share.fraction(), "share", meaning);
    }

    private static Json decimal(double value, String unit, String meaning) {
        return Json.figure(
                Derivation.of(
                        value,
                        unit,
                        "given",
                        SOURCE,
                        Derivation.term("given", value, meaning, SOURCE)));
    }
}
