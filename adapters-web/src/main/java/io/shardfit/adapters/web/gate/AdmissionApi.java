package io.shardfit.adapters.web.gate;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.Server;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A validating admission webhook of Kubernetes. It has credentials of its own, because an API
/// server has no account here: the token of the gate, in the header or as the last part of the
/// path.
@Controller("/k8s/admission/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class AdmissionApi {
    private static final Logger SECURITY = LoggerFactory.getLogger("shardfit.security");
    private static final String BEARER = "Bearer ";

    private static final String EXAMPLE =
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{
            "uid":"705ab4f5-6393-11e8-b7cc-42010a800002","operation":"CREATE","dryRun":true,
            "kind":{"group":"batch","version":"v1","kind":"Job"},"namespace":"ml","name":"train",
            "object":{"metadata":{"name":"train","annotations":{
            "shardfit.io/plan-digest":"sha256:437d7cb6c447c118015811938c45aeb03b11ac12296aeb547962790312d775e0"}}}}}
            """;

    private final Admission admission;
    private final GateSettings settings;
    private final boolean open;

    AdmissionApi(Admission admission, GateSettings settings, Server.Settings server) {
        this.admission = admission;
        this.settings = settings;
        this.open = settings.token().isEmpty() && server.access() instanceof Server.Access.Local;
    }

    /// @param body an AdmissionReview
    @Post
    @Public
    @Described(
            id = "reviewAdmission",
            summary = "Says whether a workload may start, the environment by its namespace",
            body = EXAMPLE,
            problems = ProblemKind.BAD_REQUEST)
    HttpResponse<String> review(HttpRequest<?> request, @Body byte[] body) {
        return answer(request, body, Optional.empty(), null);
    }

    @Post("/{environment}")
    @Public
    @Described(
            id = "reviewAdmissionIn",
            summary = "Says whether a workload may start in an environment",
            with = "environment=production",
            body = EXAMPLE,
            problems = ProblemKind.BAD_REQUEST)
    HttpResponse<String> review(HttpRequest<?> request, String environment, @Body byte[] body) {
        return answer(request, body, Optional.of(environment), null);
    }

    @Post("/{environment}/{secret}")
    @Public
    @Described(
            id = "reviewAdmissionWithSecret",
            summary =
                    "Says whether a workload may start in an environment, for clusters that send no"
                            + " header",
            with = {"environment=production", "secret=the-token-of-the-gate"},
            body = EXAMPLE,
            problems = ProblemKind.BAD_REQUEST)
    HttpResponse<String> review(
            HttpRequest<?> request, String environment, String secret, @Body byte[] body) {
        return answer(request, body, Optional.of(environment), secret);
    }

    private HttpResponse<String> answer(
            HttpRequest<?> request,
            byte[] body,
            Optional<String> environment,
            @Nullable String secret) {
        if (!open && !proves(request, Optional.ofNullable(secret))) {
            SECURITY.warn("refused not-signed-in POST /k8s/admission/v1");
            throw ProblemException.of(
                    ProblemKind.NOT_SIGNED_IN,
                    "send the gate's token (SHARDFIT_GATE_TOKEN) as bearer, or as the last part of"
                            + " the path");
        }
        if (!environment.map(StreamId::isName).orElse(true)) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "an environment's name " + StreamId.NAME_RULE);
        }
        Review review = Review.of(body);
        return HttpResponse.ok(
                JsonText.pretty(document(review, admission.decide(review, environment))));
    }

    private boolean proves(HttpRequest<?> request, Optional<String> secret) {
        Optional<String> shown =
                request.getHeaders()
                        .getAuthorization()
                        .filter(header -> header.startsWith(BEARER))
                        .map(header -> header.substring(BEARER.length()))
                        .or(() -> secret);
        return settings.token()
                .filter(token -> shown.map(text -> Secrets.equal(token, text)).orElse(false))
                .isPresent();
    }

    private static Json document(Review review, Admission.Decided decided) {
        Json.Builder response =
                Json.fields()
                        .with("uid", review.uid())
                        .with("allowed", new Json.Flag(decided.allowed()));
        if (!decided.allowed()) {
            response.with(
                    "status",
                    Json.fields()
                            .with("code", Json.given(403, "", "status", "RFC 9110"))
                            .with("reason", "Forbidden")
                            .with("message", "shardfit: " + decided.reason())
                            .build());
        }
        if (!decided.warnings().isEmpty()) {
            response.with(
                    "warnings",
                    Json.items(
                            decided.warnings().stream()
                                    .map(warning -> Json.text("shardfit: " + warning))
                                    .toList()));
        }
        if (!decided.audit().isEmpty()) {
            Json.Builder audit = Json.fields();
            decided.audit().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> audit.with(entry.getKey(), entry.getValue()));
            response.with("auditAnnotations", audit.build());
        }
        return Json.fields()
                .with("apiVersion", Review.API_VERSION)
                .with("kind", "AdmissionReview")
                .with("response", response.build())
                .build();
    }
}
