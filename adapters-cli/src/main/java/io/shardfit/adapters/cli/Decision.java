package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonObject;

/// Approves, rejects or revokes: shows the plan first, then decides about exactly that one.
///
/// @param verb as the API has it
/// @param words that go with it
record Decision(TeamServer server, DecisionOptions about, String verb, Json.Fields words) {
    private static final int FEWEST_DIGITS = 8;
    private static final String ALGORITHM = "sha256:";

    int carryOut() throws InterruptedException {
        return server.read(
                Call.get("plans", about.deployment()),
                plan ->
                        server.read(
                                Call.get("approvals", about.deployment(), about.environment()),
                                place -> decide(plan, place)));
    }

    private int decide(JsonObject plan, JsonObject place) throws InterruptedException {
        String digest =
                place.object("basis")
                        .flatMap(basis -> basis.text("planDigest"))
                        .orElseGet(() -> plan.words("planDigest"));
        if (about.plan().filter(wanted -> !isOf(wanted, digest)).isPresent()) {
            return stale(
                    "the plan in question is %s, not %s"
                            .formatted(digest, about.plan().orElseThrow()));
        }
        if (!digest.equals(plan.words("planDigest"))) {
            return stale(
                    "%s is about %s, and %s has another plan by now, %s"
                            .formatted(
                                    about.environment(),
                                    digest,
                                    about.deployment(),
                                    plan.words("planDigest")));
        }
        say(plan, place);
        return server.write(
                Call.post(words, "approvals", about.deployment(), about.environment(), verb)
                        .ifMatch(digest),
                (terminal, done) ->
                        TeamPrinter.standing(
                                terminal, about.deployment(), about.environment(), done),
                _ -> ExitCode.PASSED);
    }

    private static boolean isOf(String wanted, String digest) {
        String digits =
                wanted.startsWith(ALGORITHM) ? wanted.substring(ALGORITHM.length()) : wanted;
        return digits.length() >= FEWEST_DIGITS && digest.startsWith(ALGORITHM + digits);
    }

    private int stale(String sentence) {
        Errors.print(
                "%s: look at it with `shardfit status %s`, then decide"
                        .formatted(sentence, about.deployment()));
        return ExitCode.REFUSED;
    }

    /// Nobody decides about what was not displayed.
    private void say(JsonObject plan, JsonObject place) {
        System.err.println(
                "shardfit: "
                        + Terminal.harmless(
                                "to %s %s for %s: %s, findings %s, file %s, plan %s, now %s"
                                        .formatted(
                                                verb,
                                                about.deployment(),
                                                about.environment(),
                                                plan.text("verdict").orElse("not judged"),
                                                TeamPrinter.list(plan.texts("findings")),
                                                plan.words("fileName"),
                                                plan.words("planDigest"),
                                                place.words("standing"))));
    }
}
