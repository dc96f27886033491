package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.page.ReadinessView.Tick;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import io.shardfit.application.event.RuleSetEvent.RuleSetWithdrawn;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.verdict.Readiness;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How much was READY on which day, and what happened to the rules meanwhile.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReadinessPage {
    private static final int DAYS = 30;
    private static final int MOST = 731;

    private final ReadModels readModels;
    private final EventLog log;
    private final InstantSource clock;
    private final Pages pages;

    ReadinessPage(ReadModels readModels, EventLog log, InstantSource clock, Pages pages) {
        this.readModels = readModels;
        this.log = log;
        this.clock = clock;
        this.pages = pages;
    }

    @Get("/readiness")
    @Permitted
    @Produces(MediaType.TEXT_HTML)
    String readiness(HttpRequest<?> request, Identity identity) {
        Question asked = new Question(request.getParameters());
        ReadinessView view = view(asked);
        return pages.page(
                "readiness",
                Map.of(
                        "identity",
                        identity,
                        "view",
                        view,
                        "verdicts",
                        view.deployment()
                                .map(name -> own(readModels.readiness(name)).reversed())
                                .orElse(List.of())));
    }

    @Get("/readiness.csv")
    @Permitted
    @Produces("text/csv")
    HttpResponse<String> csv(HttpRequest<?> request) {
        Csv csv = new Csv("day", "ready", "tight", "not_ready", "unknown", "ready_percent");
        for (ReadinessTotal total : view(new Question(request.getParameters())).totals()) {
            Csv.Row row = Csv.row().text(total.day().toString());
            for (Readiness result : Readiness.values()) {
                row.number(Optional.of(total.deployments().getOrDefault(result, 0L)));
            }
            csv.add(row.text(ReadinessView.share(total)));
        }
        return HttpResponse.ok(csv.toString())
                .header("Content-Disposition", "attachment; filename=\"readiness.csv\"");
    }

    private ReadinessView view(Question asked) {
        int days = asked.number("days").orElse(DAYS);
        if (days < 2 || days > MOST) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "days is 2 to " + MOST);
        }
        Optional<String> deployment = asked.text("deployment");
        LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate first = last.minusDays(days - 1L);
        return new ReadinessView(
                deployment,
                days,
                deployment
                        .map(name -> totals(known(name), first, last))
                        .orElseGet(() -> readModels.readinessTotals(first, last)),
                ticks(first));
    }

    private List<ReadinessDay> known(String deployment) {
        List<ReadinessDay> days = own(readModels.readiness(deployment));
        if (days.isEmpty()) {
            throw ProblemException.of(
                    ProblemKind.NOT_FOUND, "no plan of %s was judged yet".formatted(deployment));
        }
        return days;
    }

    /// Under the plan's own margin: one verdict a day.
    private static List<ReadinessDay> own(List<ReadinessDay> days) {
        return days.stream().filter(day -> day.margin().isEmpty()).toList();
    }

    private static List<ReadinessTotal> totals(
            List<ReadinessDay> days, LocalDate first, LocalDate last) {
        return first.datesUntil(last.plusDays(1))
                .map(day ->
                        ReadinessTotal.of(
                                day,
                                days.stream()
                                        .filter(one -> one.stands(day))
                                        .collect(
                                                Collectors.groupingBy(
                                                        ReadinessDay::result,
                                                        Collectors.counting()))))
                .toList();
    }

    private List<Tick> ticks(LocalDate first) {
        return Recorded.all(log.stream(StreamId.ruleSet())).stream()
                .flatMap(ReadinessPage::tick)
                .filter(tick -> !tick.day().isBefore(first))
                .toList();
    }

    private static Stream<Tick> tick(Recorded recorded) {
        LocalDate day = LocalDate.ofInstant(recorded.at(), ZoneOffset.UTC);
        if (recorded.event() instanceof RuleSetPublished published) {
            return Stream.of(
                    new Tick(
                            day,
                            "rule-set %d published".formatted(published.number()),
                            recorded.position()));
        }
        return recorded.event() instanceof RuleSetWithdrawn withdrawn
                ? Stream.of(
                        new Tick(
                                day,
                                "rule-set %d withdrawn".formatted(withdrawn.number()),
                                recorded.position()))
                : Stream.empty();
    }
}
