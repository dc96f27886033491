package io.shardfit.adapters.web.page;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.ExploreStrategies.Chosen;
import io.shardfit.application.document.Json;
import io.shardfit.application.document.SkewDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.PlanFile;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.SkewLimits;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One strategy of the table, closely.
///
/// @param source the plan as the file has it
public record ChosenView(Chosen chosen, PlanFile source) {
    /// A bar of as many pixels is the mean.
    private static final int MEAN = 100;

    /// Longer bars are cut.
    private static final int LONGEST = 400;

    /// Ranks that a table shows.
    private static final int MOST_RANKS = 256;

    /// A rank of the placement.
    ///
    /// @param gpus those of the first stage that hold these experts, from 0
    /// @param experts such as `0–3, 7r`, where `r` marks a copy of an expert that lies elsewhere,
    ///   too
    /// @param load over the mean
    /// @param bar its length in pixels
    public record Rank(int rank, String gpus, String experts, int slots, String load, int bar) {}

    public Readiness result() {
        return chosen.point().verdict().readiness();
    }

    public ParallelStrategy strategy() {
        return plan().strategy();
    }

    private DeploymentPlan plan() {
        return chosen.point().verdict().plan();
    }

    public int needed() {
        return plan().convention().worldSize(strategy());
    }

    public String equation() {
        return plan().convention().worldSizeEquation();
    }

    public int available() {
        return plan().cluster().gpus();
    }

    public boolean isOwn() {
        return strategy().equals(source.plan().strategy());
    }

    public List<Finding> findings() {
        return chosen.point().verdict().findings();
    }

    /// {@return the evidence of a finding}
    public List<Figures.Fact> evidence(Figures figures, int finding) {
        return figures.facts(VerdictNumbers.finding(finding));
    }

    /// {@return all numbers that are shown, their arithmetic at the end of the page: of the
    /// strategy that is looked at nothing is kept}
    public Figures figures() {
        Json.Fields document =
                VerdictNumbers.with(
                        SkewDocument.in(
                                VerdictDocument.of(
                                        new CheckedPlan(source, "", chosen.point().verdict())),
                                limits()),
                        "loads",
                        Json.items(
                                chosen.loads().stream()
                                        .limit(MOST_RANKS)
                                        .map(load -> Json.figure(load.how()))
                                        .toList()));
        Figures all = Figures.below(document, List.of());
        return Figures.below(
                document,
                Stream.of(
                                Stream.of("gpus.required", "gpus.available"),
                                IntStream.range(0, findings().size())
                                        .mapToObj(VerdictNumbers::finding)
                                        .flatMap(path -> all.facts(path).stream())
                                        .map(Figures.Fact::path),
                                memory().stream()
                                        .flatMap(one -> VerdictNumbers.ofStack(one).stream()),
                                all.facts("loads").stream().map(Figures.Fact::path),
                                all.facts("imbalance").stream().map(Figures.Fact::path))
                        .flatMap(paths -> paths)
                        .toList());
    }

    public Optional<MemoryStack> memory() {
        return chosen.point().verdict() instanceof Assessed assessed
                ? Optional.of(MemoryStack.of(assessed.assessment()))
                : Optional.empty();
    }

    public List<Rank> ranks() {
        Optional<ExpertPlacement> placement = ExpertPlacement.of(plan());
        return placement.isEmpty()
                ? List.of()
                : chosen.loads().stream()
                        .limit(MOST_RANKS)
                        .map(load -> rank(load, placement.orElseThrow()))
                        .toList();
    }

    /// {@return ranks that the table leaves out}
    public int ranksLeft() {
        return Math.max(0, chosen.loads().size() - MOST_RANKS);
    }

    private Rank rank(RankLoad load, ExpertPlacement placement) {
        int stride = plan().expertStride();
        int first = load.rank() * stride;
        int wide = plan().groups().expertTensor();
        return new Rank(
                load.rank(),
                wide == 1 ? "" + first : first + "–" + (first + wide - 1),
                experts(placement, load.rank()),
                load.slots(),
                load.overMean().rounded(2),
                bar(load.overMean()));
    }

    private static int bar(Ratio load) {
        return (int) Math.min(LONGEST, load.ofRoundedUp(MEAN));
    }

    /// {@return runs of neighbours, copies by themselves}
    static String experts(ExpertPlacement placement, int rank) {
        List<String> runs = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (int expert : placement.on(rank)) {
            boolean copied = placement.copies(expert) > 1;
            if (!copied && first >= 0 && expert == last + 1) {
                last = expert;
                continue;
            }
            add(runs, first, last);
            first = copied ? -1 : expert;
            last = expert;
            if (copied) {
                runs.add(expert + "r");
            }
        }
        add(runs, first, last);
        return String.join(", ", runs);
    }

    private static void add(List<String> runs, int first, int last) {
        if (first >= 0) {
            runs.add(first == last ? "" + first : first + "–" + last);
        }
    }

    /// {@return what the plan says of the busiest rank without saying which it is}
    public Optional<String> anyRank() {
        return plan().workload().routing() instanceof MaxOverMean declared
                ? Optional.of(declared.factor().rounded(2))
                : Optional.empty();
    }

    public boolean hasReplicas() {
        return ranks().stream().anyMatch(rank -> rank.experts().contains("r"));
    }

    public Optional<SkewLimits> limits() {
        return chosen.limits();
    }
}
