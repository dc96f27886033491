package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonText;

/// The answer to whatever gave a deployment a plan or a verdict.
final class Submitted {
    private Submitted() {}

    /// @param known whether it was so before
    static MutableHttpResponse<String> answer(
            String deployment, StandingVerdict verdict, boolean known) {
        String link = link(deployment);
        Json.Builder fields =
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("deployment", deployment)
                        .with("planDigest", verdict.verdict().plan().text())
                        .with("known", new Json.Flag(known));
        verdict.verdict()
                .margin()
                .ifPresent(margin -> fields.with("margin", Numbers.share(margin)));
        Json document =
                fields.with("verdict", verdict.verdict().result().name())
                        .with("findings", VerdictSummary.findings(verdict.verdict()))
                        .with("ruleSet", Numbers.count(verdict.verdict().ruleSet()))
                        .with("position", Numbers.position(verdict.position()))
                        .with("link", link)
                        .build();
        return HttpResponse.<String>status(known ? HttpStatus.OK : HttpStatus.CREATED)
                .header(HttpHeaders.ETAG, Conditions.tag(verdict.verdict().plan()))
                .header(HttpHeaders.LOCATION, link)
                .body(JsonText.pretty(document));
    }

    static String link(String deployment) {
        return "/api/v1/plans/" + deployment;
    }
}
