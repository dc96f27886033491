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
record Submission(
        TeamServer server,
        String name,
        byte[] plan,
        String deployment,
        Optional<String> environment) {
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
        return Call.post(
                        Json.fields()
                                .with("deployment", deployment)
                                .with("environment", environment.orElseThrow())
                                .build(),
                        "approvals")
                .ifMatch(submitted.words("planDigest"));
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
                    TeamPrinter.field(
                            terminal,
                            environment.orElseThrow(),
                            request.text("standing").orElse("approval requested"));
                },
                _ -> exitCode(submitted.object()));
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
                        tell("would ask for approval in " + environment.orElseThrow());
                    }
                    tell("nothing is recorded");
                    return server.show(judged, Submission::judged, Submission::exitCode);
                });
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
