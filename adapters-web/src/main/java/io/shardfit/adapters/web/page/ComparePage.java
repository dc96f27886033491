package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.CompareVersions;
import io.shardfit.application.deployment.CompareVersions.Named;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.ReadModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two plans side by side: only what they do not share.
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ComparePage {
    private final CompareVersions compare;
    private final ReadModels readModels;
    private final Pages pages;

    ComparePage(CompareVersions compare, ReadModels readModels, Pages pages) {
        this.compare = compare;
        this.readModels = readModels;
        this.pages = pages;
    }

    @Get("/compare")
    @Permitted
    String compare(HttpRequest<?> request, Identity identity) {
        Question asked = new Question(request.getParameters());
        Optional<String> first = asked.text("a");
        Optional<String> second = asked.text("b");
        Map<String, Object> values = new HashMap<>();
        values.put("identity", identity);
        values.put("a", first.orElse(""));
        values.put("b", second.orElse(""));
        values.put(
                "view", first.flatMap(a -> second.map(b -> new CompareView(a, b, compared(a, b)))));
        return pages.page("compare", values);
    }

    private CompareVersions.Outcome.Compared compared(String first, String second) {
        return switch (compare.compare(
                new CompareVersions.Pair.Deployments(named(first), named(second)))) {
            case CompareVersions.Outcome.Compared compared -> compared;
            case CompareVersions.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case CompareVersions.Outcome.Rejected(List<InputError> errors) ->
                    throw ProblemException.of(
                            ProblemKind.CONFLICT,
                            "this program no longer reads one of the plans: " + errors.getFirst());
        };
    }

    /// {@return a deployment `NAME`, one of its versions `NAME@sha256:…`, or whoever has the plan
    /// `sha256:…`}
    private Named named(String text) {
        if (Digest.isDigest(text)) {
            Digest plan = new Digest(text);
            return new Named(
                    readModels.deploymentsWith(plan).stream()
                            .findFirst()
                            .orElseThrow(() ->
                                    ProblemException.of(
                                            ProblemKind.NOT_FOUND,
                                            "no deployment has the plan %s; an older version is NAME@%s"
                                                    .formatted(text, text))),
                    Optional.of(plan));
        }
        int at = text.indexOf('@');
        if (at < 0) {
            return new Named(text, Optional.empty());
        }
        if (!Digest.isDigest(text.substring(at + 1))) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "a version is NAME@sha256: and 64 digits, not \"%s\"".formatted(text));
        }
        return new Named(text.substring(0, at), Optional.of(new Digest(text.substring(at + 1))));
    }
}
