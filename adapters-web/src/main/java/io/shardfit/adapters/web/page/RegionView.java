package io.shardfit.adapters.web.page;

import io.shardfit.application.ExploreStrategies.Chosen;
import io.shardfit.application.ExploreStrategies.Outcome.Explored;
import io.shardfit.application.FindingPages;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.search.FeasibleRegion;
import io.shardfit.domain.search.FeasibleRegion.Held;
import io.shardfit.domain.search.FeasibleRegion.Point;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The table of TP and PP with the point that was chosen.
///
/// @param path of the page
public record RegionView(Explored explored, ExploreQuestion question, String path) {

    private static final int FEW = 1;

    /// Points judged beyond those of the table: the page stays quick.
    private static final int MOST_ELSEWHERE = 300;

    /// A cell of the table.
    ///
    /// @param size GiB that the fullest GPU is expected to need; empty where none was computed
    /// @param share of what a GPU has for it; empty where none was computed
    /// @param why codes of the rules that decide, empty for READY
    /// @param chosen whether its details are shown
    /// @param own whether it is the strategy of the plan's file
    public record Cell(
            int tensor,
            int pipeline,
            Readiness result,
            String size,
            String share,
            String why,
            boolean chosen,
            boolean own) {}

    public FeasibleRegion region() {
        return explored.region();
    }

    public Held held() {
        return region().held();
    }

    public int gpus() {
        return region().plan().cluster().gpus();
    }

    /// {@return whether the model has experts to deal}
    public boolean hasExperts() {
        return region().plan().model().experts().isPresent();
    }

    public Cell cell(int tensor, int pipeline) {
        return explored.points().stream()
                .filter(point -> point.isAt(tensor, pipeline))
                .findFirst()
                .map(this::cell)
                .orElseThrow();
    }

    private Cell cell(Point point) {
        Verdict verdict = point.verdict();
        Optional<Assessment> assessment = assessment(verdict);
        return new Cell(
                point.tensor(),
                point.pipeline(),
                verdict.readiness(),
                assessment.map(RegionView::size).orElse(""),
                assessment.map(RegionView::share).orElse(""),
                String.join(" ", verdict.decisiveCodes()),
                explored.chosen().map(chosen -> chosen.point().equals(point)).orElse(false),
                verdict.plan().strategy().equals(explored.file().plan().strategy()));
    }

    private static Optional<Assessment> assessment(Verdict verdict) {
        return verdict instanceof Assessed assessed
                ? Optional.of(assessed.assessment())
                : Optional.empty();
    }

    private static String size(Assessment assessment) {
        return assessment
                .memory()
                .worst()
                .total()
                .expected()
                .in(ByteUnit.GIBIBYTE, 1)
                .replace(" GiB", "");
    }

    /// Of the budget; of all that can be allocated where an engine fills that on purpose.
    private static String share(Assessment assessment) {
        StageMemory worst = assessment.memory().worst();
        ByteSize has =
                worst.model() instanceof ServingMemory
                        ? assessment.budget().capacity().bytes()
                        : assessment.budget().budget();
        return worst.total().expected().shareOf(has).percent(0);
    }

    /// {@return how many points have a verdict}
    public long count(Readiness result) {
        return explored.points().stream()
                .filter(point -> point.verdict().readiness() == result)
                .count();
    }

    /// {@return the rules that decide somewhere in the table, with the first line of their page}
    public SortedMap<String, String> rules() {
        SortedMap<String, String> rules = new TreeMap<>();
        for (Point point : explored.points()) {
            point.verdict()
                    .decisiveCodes()
                    .forEach(code -> rules.computeIfAbsent(code, FindingPages::title));
        }
        return rules;
    }

    /// {@return where else to look when hardly anything is READY here: other values of EP with how
    /// many points are READY there}
    public SortedMap<Integer, Long> elsewhere() {
        return count(Readiness.READY) > FEW
                ? new TreeMap<>()
                : region().readyUnderOtherExperts(MOST_ELSEWHERE);
    }

    /// {@return this slice under another EP}
    public String under(int expert) {
        return path + "?ep=" + expert;
    }

    public String link(Cell cell) {
        return question.at(path, cell.tensor(), cell.pipeline());
    }

    public Optional<ChosenView> chosen() {
        return explored.chosen().map(chosen -> chosen(chosen));
    }

    private ChosenView chosen(Chosen chosen) {
        return new ChosenView(chosen, explored.file());
    }

    /// {@return what the file declares of its memory, which is left out here}
    public Optional<String> declared() {
        return explored.file().plan().declared().memoryPerGpu().map(memory -> memory.asWritten());
    }

    /// {@return the strategy that the file has}
    public ParallelStrategy own() {
        return explored.file().plan().strategy();
    }
}
