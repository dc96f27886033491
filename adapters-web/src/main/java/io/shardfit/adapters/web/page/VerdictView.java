package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.page.Figures.Fact;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.SourceMap;
import io.shardfit.application.format.SourceMap.Place;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.report.Checks;
import io.shardfit.application.report.RemedyWords;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Trial;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A verdict as a page shows it.
///
/// @param figures of {@link VerdictNumbers#document}
public record VerdictView(
        CheckedPlan checked,
        Proposals proposals,
        Figures figures,
        List<Shown> findings,
        List<Remedy> remedies) {
    private static final int SHOWN = 3;

    public VerdictView {
        findings = List.copyOf(findings);
        remedies = List.copyOf(remedies);
    }

    /// {@return the verdict with its evidence}
    static VerdictView of(CheckedPlan checked, Proposals proposals, Figures figures) {
        return new VerdictView(
                checked, proposals, figures, findings(checked, figures), remedies(proposals));
    }

    /// {@return the same with its numbers linked elsewhere}
    private VerdictView with(Figures linked) {
        return new VerdictView(checked, proposals, linked, findings, remedies);
    }

    /// {@return the verdict on a plan that is kept nowhere, its arithmetic at the end of the page}
    static VerdictView below(CheckedPlan checked, Proposals proposals) {
        Json.Fields document = VerdictNumbers.document(checked, proposals);
        VerdictView unlinked = of(checked, proposals, Figures.below(document, List.of()));
        return unlinked.with(Figures.below(document, unlinked.numbers()));
    }

    /// {@return all that are shown, by their paths}
    private List<String> numbers() {
        return Stream.of(
                        VerdictNumbers.ofChecks().values().stream().flatMap(List::stream).sorted(),
                        findings().stream().flatMap(one -> one.numbers().stream()).map(Fact::path),
                        remedies().stream().flatMap(one -> one.facts().stream()).map(Fact::path),
                        memory().stream().flatMap(one -> VerdictNumbers.ofStack(one).stream()))
                .flatMap(paths -> paths)
                .toList();
    }

    /// A finding with the line of the user's own file that decides it.
    ///
    /// @param numbers its evidence
    public record Shown(
            String code,
            String severity,
            String message,
            List<Fact> numbers,
            Optional<Excerpt> excerpt) {}

    /// A line of the file.
    public record Excerpt(int number, String text) {}

    /// A remedy in words.
    ///
    /// @param number by which it is applied
    public record Remedy(
            int number, String edits, String readiness, List<Fact> facts, String flags) {}

    public Readiness readiness() {
        return checked.verdict().readiness();
    }

    public String mark() {
        return switch (readiness()) {
            case READY -> "✓";
            case TIGHT -> "!";
            case NOT_READY -> "✗";
            case UNKNOWN -> "?";
        };
    }

    public String name() {
        return checked.verdict().plan().name();
    }

    public String subject() {
        DeploymentPlan plan = checked.verdict().plan();
        return "%s on %d × %s, %s, convention %s, rule-set %d"
                .formatted(
                        plan.model().name(),
                        plan.cluster().gpus(),
                        plan.cluster().gpu().name(),
                        plan.strategy().shorthand(),
                        plan.convention().name(),
                        checked.verdict().ruleSet().number());
    }

    public String gpus() {
        DeploymentPlan plan = checked.verdict().plan();
        return "%d needed (%s), %d available"
                .formatted(
                        plan.convention().worldSize(plan.strategy()),
                        plan.convention().worldSizeEquation(),
                        plan.cluster().gpus());
    }

    public Optional<MemoryStack> memory() {
        Verdict verdict = checked.verdict();
        return switch (verdict) {
            case Assessed assessed -> Optional.of(MemoryStack.of(assessed.assessment()));
            case Refused _ -> Optional.empty();
        };
    }

    public List<Checks.Check> checks() {
        return Checks.of(checked.verdict());
    }

    /// {@return for each check the numbers that it compares}
    public Map<String, List<String>> numbersOfChecks() {
        return VerdictNumbers.ofChecks();
    }

    public List<MemoryStack> stacks() {
        return switch (checked.verdict()) {
            case Assessed assessed -> MemoryStack.each(assessed.assessment());
            case Refused _ -> List.of();
        };
    }

    private static List<Shown> findings(CheckedPlan checked, Figures figures) {
        List<Finding> findings = checked.verdict().findings();
        return IntStream.range(0, findings.size())
                .mapToObj(i ->
                        shown(
                                findings.get(i),
                                figures.facts(VerdictNumbers.finding(i)),
                                checked.file().source()))
                .toList();
    }

    private static Shown shown(Finding finding, List<Fact> numbers, SourceMap source) {
        return new Shown(
                finding.code(),
                finding.severity().word(),
                finding.message(),
                numbers,
                excerpt(finding, source));
    }

    private static Optional<Excerpt> excerpt(Finding finding, SourceMap source) {
        return finding.keys().stream()
                .flatMap(key -> source.find(key).stream())
                .map(Place::at)
                .findFirst()
                .flatMap(at -> source.line(at.line()).map(text -> new Excerpt(at.line(), text)));
    }

    private static List<Remedy> remedies(Proposals proposals) {
        return IntStream.range(0, Math.min(SHOWN, proposals.numbered().size()))
                .mapToObj(i -> remedy(i + 1, proposals.numbered().get(i)))
                .toList();
    }

    private static Remedy remedy(int number, Proposal proposal) {
        Trial trial = proposal.trial();
        String path = VerdictNumbers.remedy(number);
        return new Remedy(
                number,
                proposal.words(),
                trial.verdict().readiness().name(),
                Stream.of(
                                new Fact(
                                        "fullest " + RemedyWords.need(trial),
                                        path + ".memory.needBytes"),
                                new Fact(RemedyWords.frees(trial), path + ".memory.freedBytes"),
                                new Fact(
                                        RemedyWords.recomputes(trial),
                                        path + ".recomputationFlops"),
                                new Fact(RemedyWords.speed(trial), path + ".throughput"),
                                new Fact(RemedyWords.waits(trial), ""))
                        .filter(fact -> !fact.text().isEmpty())
                        .toList(),
                String.join(" ", proposal.flags()));
    }

    public List<Assumption> assumptions() {
        return checked.file().assumptions();
    }
}
