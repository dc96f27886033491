package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.CompareVersions;
import io.shardfit.application.deployment.ReadReview;
import io.shardfit.application.deployment.ReadReview.Review;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.GrantedWaiver;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.PendingRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The approver's screen: may I let this in, and what am I taking on?
@Controller("/reviews")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReviewPage {
    private static final int ROWS = 200;

    private final ReadModels readModels;
    private final ReadReview read;
    private final CompareVersions compare;
    private final InstantSource clock;
    private final Pages pages;

    ReviewPage(
            ReadModels readModels,
            ReadReview read,
            CompareVersions compare,
            InstantSource clock,
            Pages pages) {
        this.readModels = readModels;
        this.read = read;
        this.compare = compare;
        this.clock = clock;
        this.pages = pages;
    }

    @Get
    @Permitted
    String pending(Identity identity) {
        List<PendingRequest> all = readModels.pending(clock.instant());
        return pages.page(
                "reviews",
                Map.of(
                        "identity",
                        identity,
                        "requests",
                        all.subList(0, Math.min(ROWS, all.size())),
                        "total",
                        all.size()));
    }

    @Get("/{deployment}/{environment}")
    @Permitted
    String review(Identity identity, String deployment, String environment) {
        return page(identity, deployment, environment, Optional.empty(), new FormFields(Map.of()));
    }

    /// Where a browser comes that loads the page of a refusal again.
    @Get("/{deployment}/{environment}/{action:approve|reject|revoke|waive|unwaive}")
    @Permitted
    HttpResponse<?> again(String deployment, String environment, String action) {
        return HttpResponse.seeOther(
                URI.create("/reviews/%s/%s".formatted(deployment, environment)));
    }

    /// @param problem why what was sent from the page was refused
    String page(
            Identity identity,
            String deployment,
            String environment,
            Optional<Problem> problem,
            FormFields typed) {
        return switch (read.read(identity.sends(UUID.randomUUID()), deployment, environment)) {
            case ReadReview.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ReadReview.Outcome.Read(Review review) ->
                    pages.page(
                            "review",
                            Map.of(
                                    "identity",
                                    identity,
                                    "view",
                                    new ReviewView(
                                            review,
                                            difference(review),
                                            waivers(review),
                                            problem,
                                            typed,
                                            UUID.randomUUID())));
        };
    }

    /// {@return where to look next, or the page again with the reason and what was typed}
    HttpResponse<?> answered(ReviewForm sent, Consumer<ReviewForm> work) {
        try {
            work.accept(sent);
            return HttpResponse.seeOther(
                    URI.create("/reviews/%s/%s".formatted(sent.deployment(), sent.environment())));
        } catch (ProblemException refused) {
            return HttpResponse.status(refused.problem().kind().status())
                    .body(
                            page(
                                    sent.identity(),
                                    sent.deployment(),
                                    sent.environment(),
                                    Optional.of(refused.problem()),
                                    sent.fields()));
        }
    }

    private Optional<CompareVersions.Outcome.Compared> difference(Review review) {
        Digest plan = review.history().plan().map(CurrentPlan::submitted).orElseThrow().plan();
        return compare.compare(
                                new CompareVersions.Pair.Versions(
                                        review.deployment(), review.approved(), Optional.of(plan)))
                        instanceof CompareVersions.Outcome.Compared compared
                ? Optional.of(compared)
                : Optional.empty();
    }

    private List<GrantedWaiver> waivers(Review review) {
        Instant now = clock.instant();
        String plan =
                review.history().plan().map(CurrentPlan::submitted).orElseThrow().plan().text();
        return review.surroundings().granted().stream()
                .filter(granted -> granted.isInForce(now))
                .filter(granted -> granted.waiver().planDigest().map(plan::equals).orElse(true))
                .toList();
    }
}
