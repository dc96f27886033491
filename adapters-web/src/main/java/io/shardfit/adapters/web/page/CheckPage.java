package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Part;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.format.InputError;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.RuleSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A form for a plan, and the answer below it. Nothing is kept.
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class CheckPage {
    private static final Limits REMEDIES = Limits.of(3, 120);
    private static final String PASTED = "pasted plan";

    private final CheckPlan checkPlan;
    private final ProposeRemedies proposeRemedies;
    private final Pages pages;
    private final FoundingExample example;

    CheckPage(
            CheckPlan checkPlan,
            ProposeRemedies proposeRemedies,
            Pages pages,
            FoundingExample example) {
        this.checkPlan = checkPlan;
        this.proposeRemedies = proposeRemedies;
        this.pages = pages;
        this.example = example;
    }

    @Get("/check")
    @Permitted
    String form(Identity identity) {
        return page(identity, example.plan(), Optional.empty(), List.of());
    }

    @Post("/check")
    @Permitted
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<String> check(
            Identity identity,
            @Part("plan") @Nullable String plan,
            @Part("file") @Nullable CompletedFileUpload file)
            throws IOException {
        boolean uploaded = file != null && file.getSize() > 0;
        byte[] bytes =
                uploaded
                        ? file.getBytes()
                        : (plan == null ? "" : plan).getBytes(StandardCharsets.UTF_8);
        String name = uploaded ? file.getFilename() : PASTED;
        return switch (checkPlan.check(name, bytes, RuleSet.current(), Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    HttpResponse.<String>status(HttpStatus.UNPROCESSABLE_ENTITY)
                            .body(page(identity, text(bytes), Optional.empty(), errors));
            case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                    HttpResponse.ok(
                            page(identity, text(bytes), Optional.of(view(checked)), List.of()));
        };
    }

    private VerdictView view(CheckedPlan checked) {
        return new VerdictView(checked, proposeRemedies.propose(checked.verdict(), REMEDIES));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String page(
            Identity identity,
            String plan,
            Optional<VerdictView> verdict,
            List<InputError> errors) {
        return pages.page(
                "check",
                Map.of("identity", identity, "plan", plan, "verdict", verdict, "errors", errors));
    }
}
