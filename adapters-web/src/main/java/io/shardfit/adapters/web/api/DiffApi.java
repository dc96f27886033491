package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.deployment.CompareVersions;
import io.shardfit.application.deployment.CompareVersions.Outcome.Compared;
import io.shardfit.application.deployment.CompareVersions.Version;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonDifference;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import java.util.List;
import java.util.Optional;

/// What two plans of a deployment say differently.
@Controller("/api/v1/plans/{deployment}/diff")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class DiffApi {
    private final CompareVersions compare;

    DiffApi(CompareVersions compare) {
        this.compare = compare;
    }

    /// @param from digest of a plan; the one before `to` if there is none
    /// @param to digest of a plan; the one that the deployment has if there is none
    @Get
    @Permitted
    @Described(
            id = "comparePlans",
            summary = "Says what two plans of a deployment say differently",
            with = "deployment=moe-30b-new",
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN},
            after = "applyRemedy")
    HttpResponse<String> diff(
            String deployment, @QueryValue @Nullable String from, @QueryValue @Nullable String to) {
        return switch (compare.compare(
                new CompareVersions.Pair.Versions(
                        deployment, digest("from", from), digest("to", to)))) {
            case Compared compared ->
                    HttpResponse.ok(JsonText.pretty(document(deployment, compared)));
            case CompareVersions.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case CompareVersions.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
        };
    }

    private static Optional<Digest> digest(String parameter, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(one -> {
                    if (!Digest.isDigest(one)) {
                        throw ProblemException.of(
                                ProblemKind.BAD_REQUEST,
                                parameter + " is the digest of a plan, sha256:…");
                    }
                    return new Digest(one);
                });
    }

    private static Json document(String deployment, Compared compared) {
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("deployment", deployment)
                .with("from", version(compared.from()))
                .with("to", version(compared.to()))
                .with("values", Json.items(compared.values().stream().map(DiffApi::value).toList()))
                .with(
                        "verdict",
                        Json.items(
                                compared.verdicts().stream().map(RuleSetDocument::delta).toList()))
                .with(
                        "findings",
                        Json.fields()
                                .with("gone", texts(compared.gone()))
                                .with("new", texts(compared.fresh()))
                                .build())
                .build();
    }

    private static Json version(Version version) {
        Json.Builder fields =
                Json.fields()
                        .with("planDigest", version.submitted().plan().text())
                        .with("fileName", version.submitted().fileName())
                        .with("position", Numbers.position(version.position()))
                        .with("at", EntryFormat.time(version.at()))
                        .with("by", version.by());
        version.verdict().ifPresent(verdict -> fields.with("verdict", VerdictSummary.of(verdict)));
        return fields.build();
    }

    private static Json value(JsonDifference difference) {
        Json.Builder fields = Json.fields().with("path", difference.path());
        difference.first().ifPresent(text -> fields.with("from", text));
        difference.second().ifPresent(text -> fields.with("to", text));
        return fields.build();
    }

    private static Json texts(List<String> texts) {
        return Json.items(texts.stream().map(Json::text).toList());
    }
}
