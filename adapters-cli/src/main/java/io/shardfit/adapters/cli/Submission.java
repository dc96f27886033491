package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Answer;
import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// Submits a plan, asks for its approval and waits for that, as far as it is wanted.
///
/// @param name of the file, as findings are to name it
/// @param environment present where approval is asked or waited for
/// @param renew whether to ask also for what is approved already
record Submission(
        TeamServer server,
        String name,
        byte[] plan,
        String deployment,
        Optional<String> environment,
        boolean renew) {
    Submission {
        plan = plan.clone();
    }

    int carryOut(boolean request, boolean wait, Duration timeout) throws InterruptedException {
        if (server.isDryRun()) {
            return validate(request);
        }
        return server.then(
                submitting(),
                submitted -> {
                    if (!request && !wait) {
                        return server.show(submitted, TeamPrinter::submitted, Submission::exitCode);
                    }
                    say(submitted.object());
                    return request
                            ? server.then(
                                    requesting(submitted.object()),
                                    requested -> requested(submitted, requested, wait, timeout),
                                    () -> exitCode(submitted.object()))
                            : waitFor(submitted, timeout);
                });
    }

    private Call submitting() {
        return Call.postPlan(plan, "plans", deployment).with("name", name);
    }

    private Call requesting(JsonObject submitted) {
        Json.Builder request =
                Json.fields()
                        .with("deployment", deployment)
                        .with("environment", environment.orElseThrow());
        if (renew) {
            request.with("renew", new Json.Flag(true));
        }
        return Call.post(request.build(), "approvals").ifMatch(submitted.words("planDigest"));
    }

    private int requested(
            Answer.Document submitted, Answer.Document requested, boolean wait, Duration timeout)
            throws InterruptedException {
        if (wait) {
            return waitFor(submitted, timeout);
        }
        return server.show(
                requested,
                (terminal, request) -> {
                    TeamPrinter.submitted(terminal, submitted.object());
                    TeamPrinter.field(terminal, environment.orElseThrow(), asked(request));
                },
                _ -> exitCode(submitted.object()));
    }

    private static String asked(JsonObject request) {
        String standing = request.text("standing").orElse("approval requested");
        String until = request.text("until").map(end -> " until " + end).orElse("");
        return standing + until + (request.isTrue("known") ? ", as asked for before" : "");
    }

    private int waitFor(Answer.Document submitted, Duration timeout) throws InterruptedException {
        return new Waiting(
                        server,
                        deployment,
                        environment.orElseThrow(),
                        submitted.object().words("planDigest"))
                .upTo(timeout);
    }

    /// Judges without keeping anything, and says what else would be sent.
    private int validate(boolean request) throws InterruptedException {
        return server.then(
                Call.postPlan(plan, "validations").with("name", name),
                judged -> {
                    tell("would submit %s as the plan of %s".formatted(name, deployment));
                    if (request) {
                        tell(wouldAsk(judged.object().words("digest")));
                    }
                    tell("nothing is recorded");
                    return server.show(judged, Submission::judged, Submission::exitCode);
                });
    }

    /// As the server would answer at this moment; whether an approval ends soon is its own to say.
    private String wouldAsk(String plan) throws InterruptedException {
        String place = environment.orElseThrow();
        return server.find(Call.get("approvals", deployment, place))
                .filter(standing ->
                        standing.object("basis")
                                .map(basis -> basis.words("planDigest"))
                                .filter(plan::equals)
                                .isPresent())
                .flatMap(standing ->
                        switch (standing.words("standing")) {
                            case "PENDING" ->
                                    Optional.of(
                                            "would join the request that waits for approval in "
                                                    + place);
                            case "EFFECTIVE" ->
                                    Optional.of(
                                                    "is approved in %s until %s: would ask again only near that end"
                                                            .formatted(
                                                                    place, standing.words("until")))
                                            .filter(_ -> !renew);
                            default -> Optional.empty();
                        })
                .orElse("would ask for approval in " + place);
    }

    private static void judged(Terminal terminal, JsonObject verdict) {
        TeamPrinter.head(terminal, verdict.words("verdict"), verdict.words("name"));
        TeamPrinter.field(
                terminal,
                "findings",
                TeamPrinter.list(
                        verdict.objects("findings").stream()
                                .map(finding -> finding.words("code"))
                                .distinct()
                                .toList()));
    }

    private static int exitCode(JsonObject judged) {
        return ExitCode.ofVerdict(judged.words("verdict"));
    }

    /// Kept apart from the answer, which is one document.
    private static void say(JsonObject submitted) {
        tell(
                "submitted %s: %s, plan %s"
                        .formatted(
                                submitted.words("deployment"),
                                submitted.words("verdict"),
                                submitted.words("planDigest")));
    }

    private static void tell(String sentence) {
        System.err.println("shardfit: " + Terminal.harmless(sentence));
    }
}
