package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.Problem;
import io.shardfit.application.document.ArithmeticText;
import io.shardfit.application.document.Explanation;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.MeasurementRecorded;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.ConventionAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A deployment's plan with all that is said of it.
///
/// @param asOf the instant of the past that is shown
/// @param computed the verdict by the edition of the recorded one, with its arithmetic; empty when
///   this program no longer reads the plan
/// @param identical whether that is byte for byte what was recorded
/// @param now what the rules of now say of what there was then
/// @param conventions the same degrees in every framework
/// @param problem why what was just asked for was refused
/// @param typed what was typed into the form that was refused
/// @param command the key of whatever is sent from this page
public record PlanView(
        String deployment,
        Optional<Instant> asOf,
        DeploymentHistory history,
        Map<String, Standing> standings,
        String file,
        Optional<VerdictView> computed,
        boolean identical,
        Optional<RecordedVerdict> now,
        List<ConventionAnswer> conventions,
        Optional<Problem> problem,
        FormFields typed,
        UUID command) {
    private static final List<String> NUMBERS =
            List.of(
                    "gpus.required",
                    "gpus.available",
                    "memory.worst.totalBytes",
                    "memory.worst.lowBytes",
                    "memory.worst.highBytes",
                    "memory.budgetBytes",
                    "memory.capacityBytes",
                    "memory.deviceBytes",
                    "memory.leftBytes",
                    "memory.declared.bytes",
                    "memory.declared.shareOfDevice",
                    "experts.perGpu.max",
                    "experts.imbalance",
                    "model.parameters.total",
                    "model.parameters.active");

    /// Events that are shown; the audit has all.
    private static final int SHOWN = 100;

    public PlanView {
        standings = new TreeMap<>(standings);
        conventions = List.copyOf(conventions);
    }

    public PlanSubmitted plan() {
        return history.plan().orElseThrow().submitted();
    }

    public Optional<StandingVerdict> recorded() {
        return history.verdict(Optional.empty());
    }

    /// {@return whether it is shown as it is now, so that it can be worked on}
    public boolean isLive() {
        return asOf.isEmpty() && !history.archived();
    }

    /// A line of the file.
    ///
    /// @param findings codes of the findings that it decides
    public record Line(int number, String text, String findings) {}

    public List<Line> lines() {
        Map<Integer, String> marked =
                computed.map(view ->
                                view.findings().stream()
                                        .filter(finding -> finding.excerpt().isPresent())
                                        .collect(
                                                Collectors.toMap(
                                                        finding ->
                                                                finding.excerpt()
                                                                        .orElseThrow()
                                                                        .number(),
                                                        VerdictView.Shown::code,
                                                        (one, other) -> one + ", " + other)))
                        .orElse(Map.of());
        List<String> all = file.lines().toList();
        return IntStream.rangeClosed(1, all.size())
                .mapToObj(number ->
                        new Line(number, all.get(number - 1), marked.getOrDefault(number, "")))
                .toList();
    }

    /// A number with its path in the verdict document.
    public record Number(String path, String amount) {}

    /// {@return the numbers that people ask for first}
    public List<Number> numbers() {
        return computed.map(view -> numbers(view.figures().document())).orElse(List.of());
    }

    private static List<Number> numbers(Explanation document) {
        return NUMBERS.stream()
                .flatMap(path ->
                        document.number(path).stream()
                                .map(figure ->
                                        new Number(path, ArithmeticText.amount(figure.how()))))
                .toList();
    }

    /// {@return the numbers of this page; none where the program no longer reads the plan}
    public Figures figures() {
        return computed.map(VerdictView::figures).orElseGet(Figures::none);
    }

    /// {@return where numbers are explained}
    public String explain() {
        return explain(deployment, asOf);
    }

    static String explain(String deployment, Optional<Instant> asOf) {
        return below(deployment, asOf, "explain");
    }

    private static String below(String deployment, Optional<Instant> asOf, String page) {
        String path = "/plans/%s/%s".formatted(deployment, page);
        return asOf.map(instant -> path + "?asOf=" + Links.encoded(Amounts.exact(instant)))
                .orElse(path);
    }

    public String memoryCsv() {
        return below(deployment, asOf, "memory.csv");
    }

    /// {@return the newest events}
    public List<Happening> happenings() {
        return history.events().reversed().stream().limit(SHOWN).map(Happening::of).toList();
    }

    public List<MeasurementRecorded> measurements() {
        return history.events().reversed().stream()
                .flatMap(recorded ->
                        recorded.event() instanceof MeasurementRecorded measured
                                ? Optional.of(measured).stream()
                                : Optional.<MeasurementRecorded>empty().stream())
                .toList();
    }

    public Set<String> authors() {
        return history.authors();
    }
}
