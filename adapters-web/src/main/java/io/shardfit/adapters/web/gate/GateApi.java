package io.shardfit.adapters.web.gate;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.gate.AskGate;
import io.shardfit.application.gate.AskGate.Outcome;
import io.shardfit.application.gate.FailurePolicy;
import io.shardfit.application.gate.GateQuestion;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import java.util.Optional;

/// May it run? For any pipeline: the status alone is the answer, so that `curl -f` is enough.
@Controller("/gate")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GateApi {
    private static final String RETRY_SECONDS = "5";

    private final AskGate gate;

    GateApi(AskGate gate) {
        this.gate = gate;
    }

    @Get
    @Permitted
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, Problem.MEDIA_TYPE})
    @Described(
            id = "askGate",
            summary =
                    "Says whether a plan may run in an environment now: 200 yes, 403 no, 404"
                            + " unknown plan, 503 nobody can say",
            with = {"digest=$submitPlan.body#/planDigest", "environment=production"},
            status = 403,
            also = {200, 404, 503},
            problems = ProblemKind.BAD_REQUEST)
    HttpResponse<String> ask(
            HttpRequest<?> request,
            @QueryValue @Nullable String digest,
            @QueryValue @Nullable String environment,
            @QueryValue @Nullable String deployment) {
        GateQuestion question = question(digest, environment, Optional.ofNullable(deployment));
        Outcome outcome = gate.ask(question);
        GateDocument document = GateDocument.of(question, outcome);
        boolean text =
                request.accept().stream()
                        .findFirst()
                        .filter(MediaType.TEXT_PLAIN_TYPE::equals)
                        .isPresent();
        MutableHttpResponse<String> answer =
                HttpResponse.<String>status(status(outcome))
                        .contentType(
                                text ? MediaType.TEXT_PLAIN_TYPE : MediaType.APPLICATION_JSON_TYPE)
                        .body(text ? document.text() : document.json());
        return answer.code() == HttpStatus.SERVICE_UNAVAILABLE.getCode()
                ? answer.header("Retry-After", RETRY_SECONDS)
                : answer;
    }

    private static HttpStatus status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Allowed _ -> HttpStatus.OK;
            case Outcome.Denied _ -> HttpStatus.FORBIDDEN;
            case Outcome.UnknownPlan _ -> HttpStatus.NOT_FOUND;
            case Outcome.Unanswered(FailurePolicy policy, String _) ->
                    policy == FailurePolicy.ALLOW ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static GateQuestion question(
            @Nullable String digest, @Nullable String environment, Optional<String> deployment) {
        if (digest == null || !Digest.isDigest(digest)) {
            throw bad("digest is the digest of a plan, sha256: and 64 hexadecimal digits");
        }
        if (environment == null || !StreamId.isName(environment)) {
            throw bad("environment " + StreamId.NAME_RULE);
        }
        if (!deployment.map(StreamId::isName).orElse(true)) {
            throw bad("deployment " + StreamId.NAME_RULE);
        }
        return new GateQuestion(new Digest(digest), environment, deployment);
    }

    private static ProblemException bad(String detail) {
        return ProblemException.of(ProblemKind.BAD_REQUEST, detail);
    }
}
