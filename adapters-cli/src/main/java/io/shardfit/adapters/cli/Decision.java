package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Approves, rejects or revokes: shows the plan first, then decides about exactly that one.
///
/// @param verb as the API has it
/// @param words that go with it
record Decision(TeamServer server, DecisionOptions about, String verb, Json.Fields words) {
    static final String APPROVE = "approve";
    static final String REJECT = "reject";
    static final String REVOKE = "revoke";

    private static final Set<String> REVOKERS = Set.of(Role.APPROVER.word(), Role.ADMIN.word());
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
        if (server.isDryRun()) {
            Optional<String> refused = wouldBeRefused(plan);
            if (refused.isPresent()) {
                Errors.print("the server would refuse this: " + refused.orElseThrow());
                return ExitCode.REFUSED;
            }
        }
        return server.write(
                Call.post(words(place), "approvals", about.deployment(), about.environment(), verb)
                        .ifMatch(digest),
                (terminal, done) -> done(terminal, done, digest),
                _ -> ExitCode.PASSED);
    }

    /// What the server says of who asks; whatever else it would say is not tried.
    private Optional<String> wouldBeRefused(JsonObject plan) throws InterruptedException {
        return server.find(Call.get())
                .flatMap(root -> root.object("identity"))
                .flatMap(identity -> {
                    String id = identity.words("id");
                    boolean author = plan.texts("authors").contains(id);
                    List<String> roles = identity.texts("roles");
                    if (verb.equals(REVOKE)) {
                        return author || roles.stream().anyMatch(REVOKERS::contains)
                                ? Optional.empty()
                                : Optional.of(id + " is no author of the plan, and no approver");
                    }
                    if (!roles.contains(Role.APPROVER.word())) {
                        return Optional.of(id + " does not have the role approver");
                    }
                    return author && verb.equals(APPROVE)
                            ? Optional.of(id + " is an author of the plan: another person must")
                            : Optional.empty();
                });
    }

    /// An approval names all that it rests on, so that it is of what was shown or of nothing.
    private Json.Fields words(JsonObject place) {
        if (!verb.equals(APPROVE) || place.object("basis").isEmpty()) {
            return words;
        }
        JsonObject basis = place.object("basis").orElseThrow();
        Json.Builder shown = Json.fields().with("planDigest", basis.words("planDigest"));
        for (String key : List.of("verdictPosition", "policyVersion")) {
            basis.number(key)
                    .ifPresent(number ->
                            shown.with(key, Json.given(number.longValue(), "", key, "the log")));
        }
        Json.Builder all = Json.fields();
        words.members().forEach(all::with);
        return all.with("basis", shown.build()).build();
    }

    private void done(Terminal terminal, JsonObject done, String digest) {
        terminal.line(
                "%s  %s in %s"
                        .formatted(
                                done.text("standing").orElseGet(this::standing),
                                Terminal.named(about.deployment()),
                                Terminal.named(about.environment())));
        TeamPrinter.field(terminal, "plan", digest);
        TeamPrinter.field(terminal, "approvals", TeamPrinter.approvals(done));
        TeamPrinter.field(terminal, "until", done.words("until"));
        TeamPrinter.field(
                terminal, "recorded", "at position " + TeamPrinter.number(done, "position"));
    }

    /// What the answer to a rejection or a revocation does not say, because it is always so.
    private String standing() {
        return verb.equals(REVOKE) ? "REVOKED" : "REJECTED";
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
        Terminal terminal = Terminal.ofProcess();
        terminal.wrapped(
                "shardfit: ",
                "  ",
                Terminal.harmless(
                        "to %s %s for %s: %s, findings %s, file %s, plan %s, now %s"
                                .formatted(
                                        verb,
                                        about.deployment(),
                                        about.environment(),
                                        verdictThere(plan),
                                        TeamPrinter.list(plan.texts("findings")),
                                        plan.words("fileName"),
                                        plan.words("planDigest"),
                                        place.words("standing"))));
        terminal.tell();
    }

    /// The environment may leave another safety margin than the plan.
    private String verdictThere(JsonObject plan) {
        return plan.objects("standings").stream()
                .filter(place -> place.words("environment").equals(about.environment()))
                .flatMap(place -> place.text("verdict").stream())
                .findFirst()
                .or(() -> plan.text("verdict"))
                .orElse("not judged");
    }
}
