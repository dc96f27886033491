package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.InstantText;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.document.Explanation;
import io.shardfit.application.document.Json;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The screen of whoever wrote a plan: will it start, why not, what to change, and what was said
/// before.
@Controller("/plans/{deployment}")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlanPage {
    private final PlanViews views;
    private final Pages pages;

    PlanPage(PlanViews views, Pages pages) {
        this.views = views;
        this.pages = pages;
    }

    @Get
    @Permitted
    String plan(Identity identity, String deployment, @QueryValue @Nullable String asOf) {
        return pages.page(
                "plan", Map.of("identity", identity, "view", views.of(deployment, instant(asOf))));
    }

    /// Where a browser comes that loads the page of a refusal again.
    @Get("/{action:remedies|request|archive}")
    @Permitted
    HttpResponse<?> again(String deployment, String action) {
        return HttpResponse.seeOther(URI.create("/plans/" + deployment));
    }

    /// The memory of every distinct stage by part, in GiB.
    @Get("/memory.csv")
    @Permitted
    @Produces("text/csv")
    HttpResponse<String> memory(String deployment, @QueryValue @Nullable String asOf) {
        Csv csv = new Csv("rank_and_stage", "part", "low", "expected", "high", "basis");
        views.of(deployment, instant(asOf))
                .computed()
                .map(VerdictView::stacks)
                .orElse(List.of())
                .forEach(stack -> {
                    stack.parts().forEach(part -> csv.add(row(stack, part.row())));
                    csv.add(row(stack, stack.total()));
                });
        return HttpResponse.ok(csv.toString())
                .header("Content-Disposition", "attachment; filename=\"memory.csv\"");
    }

    private static Csv.Row row(MemoryStack stack, MemoryStack.Row row) {
        return Csv.row()
                .text(stack.title())
                .text(row.label())
                .text(row.low())
                .text(row.expected())
                .text(row.high())
                .text(row.basis());
    }

    /// @param value the path of a number in the verdict document; all are listed without one
    @Get("/explain")
    @Permitted
    String explain(
            Identity identity,
            String deployment,
            @QueryValue @Nullable String value,
            @QueryValue @Nullable String asOf) {
        PlanView view = views.of(deployment, instant(asOf));
        VerdictView computed =
                view.computed()
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemKind.NOT_FOUND,
                                        "this program no longer reads the plan"));
        Explanation document = computed.figures().document();
        Optional<String> path = Optional.ofNullable(value).filter(text -> !text.isBlank());
        Optional<Json> found = path.flatMap(document::at);
        return pages.page(
                "explain",
                Map.of(
                        "identity",
                        identity,
                        "view",
                        view,
                        "figures",
                        computed.figures(),
                        "path",
                        path.orElse(""),
                        "found",
                        found,
                        "others",
                        found.isPresent() ? List.of() : others(document, path)));
    }

    private static List<String> others(Explanation document, Optional<String> path) {
        if (path.isEmpty()) {
            return document.numbers();
        }
        List<String> below = document.below(path.orElseThrow());
        if (!below.isEmpty()) {
            return below;
        }
        throw ProblemException.of(
                ProblemKind.NOT_FOUND,
                "the verdict has no value %s%s"
                        .formatted(
                                path.orElseThrow(),
                                document.nearest(path.orElseThrow())
                                        .map(meant -> "; did you mean " + meant + "?")
                                        .orElse("")));
    }

    private static Optional<Instant> instant(@Nullable String asOf) {
        if (asOf == null || asOf.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InstantText.read(asOf));
        } catch (DateTimeException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "asOf is an instant with its zone, such as 2026-11-23T09:14:03Z");
        }
    }
}
