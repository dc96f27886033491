package io.shardfit.adapters.web.page;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.SourceMap.Place;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.report.Checks;
import io.shardfit.application.report.RemedyWords;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A verdict as a page shows it.
public record VerdictView(CheckedPlan checked, Proposals proposals) {
    private static final int SHOWN = 3;

    /// A finding with the line of the user's own file that decides it.
    public record Shown(String code, String severity, String message, Optional<Excerpt> excerpt) {}

    /// A line of the file.
    public record Excerpt(int number, String text) {}

    /// A remedy in words.
    ///
    /// @param number by which it is applied
    public record Remedy(int number, String edits, String readiness, String facts, String flags) {}

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

    public List<MemoryStack> stacks() {
        return switch (checked.verdict()) {
            case Assessed assessed -> MemoryStack.each(assessed.assessment());
            case Refused _ -> List.of();
        };
    }

    public List<Shown> findings() {
        return checked.verdict().findings().stream().map(this::shown).toList();
    }

    private Shown shown(Finding finding) {
        return new Shown(
                finding.code(), finding.severity().word(), finding.message(), excerpt(finding));
    }

    private Optional<Excerpt> excerpt(Finding finding) {
        return finding.keys().stream()
                .flatMap(key -> checked.file().source().find(key).stream())
                .map(Place::at)
                .findFirst()
                .flatMap(at ->
                        checked.file()
                                .source()
                                .line(at.line())
                                .map(text -> new Excerpt(at.line(), text)));
    }

    public List<Remedy> remedies() {
        return IntStream.range(0, Math.min(SHOWN, proposals.numbered().size()))
                .mapToObj(i -> remedy(i + 1, proposals.numbered().get(i)))
                .toList();
    }

    private static Remedy remedy(int number, Proposal proposal) {
        String facts =
                Stream.concat(
                                Stream.of(
                                        "fullest " + RemedyWords.need(proposal.trial()),
                                        RemedyWords.frees(proposal.trial())),
                                RemedyWords.costs(proposal.trial()).stream())
                        .filter(fact -> !fact.isEmpty())
                        .collect(Collectors.joining(", "));
        return new Remedy(
                number,
                proposal.words(),
                proposal.trial().verdict().readiness().name(),
                facts,
                String.join(" ", proposal.flags()));
    }

    public List<Assumption> assumptions() {
        return checked.file().assumptions();
    }
}
