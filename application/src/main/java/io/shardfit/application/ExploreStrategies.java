package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.search.FeasibleRegion;
import io.shardfit.domain.search.FeasibleRegion.Held;
import io.shardfit.domain.search.FeasibleRegion.Point;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.SkewLimits;
import io.shardfit.domain.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Shows what becomes of a plan under other degrees. At most 144 plans are judged, so that the
/// answer comes at once; whoever wants all of them searches.
public final class ExploreStrategies {
    private final PlanFormat format;

    public ExploreStrategies(GpuCatalogue catalogue) {
        this.format = new PlanFormat(catalogue);
    }

    /// What to hold still in place of what the plan says; what is empty stays the plan's own.
    public record Selection(
            OptionalInt expert, OptionalInt data, OptionalInt context, OptionalInt microBatch) {
        private static final int MOST = 1_048_576;

        /// The plan's own degrees, on all GPUs.
        public static final Selection NONE =
                new Selection(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty());

        public Selection {
            for (OptionalInt degree : List.of(expert, data, context, microBatch)) {
                if (degree.isPresent() && (degree.getAsInt() < 1 || degree.getAsInt() > MOST)) {
                    throw new IllegalArgumentException(
                            "a degree is 1 to %d, got %d".formatted(MOST, degree.getAsInt()));
                }
            }
        }

        private Held over(Held own) {
            return new Held(
                    expert.orElse(own.expert()),
                    data,
                    context.orElse(own.context()),
                    own.microBatch().isPresent() && microBatch.isPresent()
                            ? microBatch
                            : own.microBatch());
        }
    }

    /// Which point to look at closely.
    public record Choice(int tensor, int pipeline) {}

    /// A point with what its picture needs.
    ///
    /// @param loads of every expert-parallel rank; none without experts
    /// @param limits at which skew it runs out; empty without experts, or where it is not judged
    public record Chosen(Point point, List<RankLoad> loads, Optional<SkewLimits> limits) {
        public Chosen {
            loads = List.copyOf(loads);
        }
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param chosen empty when nothing was chosen that the table has
        record Explored(
                PlanFile file, FeasibleRegion region, List<Point> points, Optional<Chosen> chosen)
                implements Outcome {
            public Explored {
                points = List.copyOf(points);
            }
        }

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome explore(
            String fileName, byte[] bytes, Selection selection, Optional<Choice> choice) {
        return switch (format.read(fileName, bytes)) {
            case PlanReading.Rejected(List<InputError> errors) -> new Outcome.Rejected(errors);
            case PlanReading.Read(PlanFile file) -> explore(file, selection, choice);
        };
    }

    private static Outcome explore(PlanFile file, Selection selection, Optional<Choice> choice) {
        try {
            DeploymentPlan plan = file.plan();
            FeasibleRegion region =
                    new FeasibleRegion(plan, RuleSet.current(), selection.over(Held.of(plan)));
            List<Point> points = region.points();
            return new Outcome.Explored(
                    file,
                    region,
                    points,
                    choice.flatMap(wanted ->
                                    points.stream()
                                            .filter(point ->
                                                    point.isAt(wanted.tensor(), wanted.pipeline()))
                                            .findFirst())
                            .map(ExploreStrategies::chosen));
        } catch (ArithmeticException overflow) {
            return new Outcome.Rejected(List.of(CheckPlan.tooLarge(file.name())));
        }
    }

    private static Chosen chosen(Point point) {
        DeploymentPlan plan = point.verdict().plan();
        return point.verdict() instanceof Verdict.Assessed
                ? new Chosen(
                        point,
                        RoutedLoad.ofEveryRank(plan),
                        SkewLimits.of(plan, point.verdict().ruleSet()))
                : new Chosen(point, List.of(), Optional.empty());
    }
}
