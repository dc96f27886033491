package io.shardfit.adapters.cli;

import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/// Prints what a server says of plans and their standing. Words of a server are as harmless as
/// those of a file.
final class TeamPrinter {
    private static final String FIELD = "  %-10s %s";

    private TeamPrinter() {}

    static void field(Terminal terminal, String name, String value) {
        if (!value.isBlank()) {
            terminal.line(FIELD.formatted(name, Terminal.harmless(value)));
        }
    }

    /// A submitted plan.
    static void submitted(Terminal terminal, JsonObject plan) {
        head(terminal, plan.words("verdict"), plan.words("deployment"));
        field(terminal, "plan", plan.words("planDigest"));
        field(terminal, "findings", list(plan.texts("findings")));
        field(
                terminal,
                "recorded",
                "at position %s, by rule-set %s%s"
                        .formatted(
                                number(plan, "position"),
                                number(plan, "ruleSet"),
                                plan.isTrue("known")
                                        ? "; it was the deployment's plan already"
                                        : ""));
    }

    /// One deployment with all environments.
    static void plan(Terminal terminal, JsonObject plan) {
        head(terminal, plan.text("verdict").orElse("-"), plan.words("deployment"));
        if (plan.isTrue("archived")) {
            field(terminal, "archived", "yes");
        }
        field(terminal, "plan", plan.words("planDigest"));
        field(terminal, "file", plan.words("fileName"));
        field(terminal, "findings", list(plan.texts("findings")));
        plan.object("lastChange")
                .ifPresent(last ->
                        field(
                                terminal,
                                "changed",
                                "%s %s by %s"
                                        .formatted(
                                                last.words("at"),
                                                last.words("type"),
                                                last.words("by"))));
        plan.objects("standings")
                .forEach(place -> field(terminal, place.words("environment"), standing(place)));
    }

    /// How a deployment stands in one environment.
    static void standing(
            Terminal terminal, String deployment, String environment, JsonObject place) {
        terminal.line(
                "%s  %s in %s"
                        .formatted(
                                Terminal.harmless(place.words("standing")),
                                Terminal.named(deployment),
                                Terminal.named(environment)));
        field(
                terminal,
                "plan",
                place.object("basis")
                        .flatMap(basis -> basis.text("planDigest"))
                        .orElseGet(() -> place.words("planDigest")));
        field(terminal, "requested", requested(place));
        field(terminal, "approvals", approvals(place));
        field(terminal, "until", place.words("until"));
        field(terminal, "since", place.words("since"));
    }

    private static String standing(JsonObject place) {
        String until = place.text("until").map(end -> " until " + end).orElse("");
        String verdict = place.text("verdict").map(word -> ", " + word + " there").orElse("");
        return place.words("standing") + until + verdict;
    }

    private static String requested(JsonObject place) {
        return place.text("requestedAt")
                .map(at -> "%s by %s".formatted(at, place.words("requestedBy")))
                .orElse("");
    }

    static String approvals(JsonObject place) {
        return place.number("needed")
                .map(needed -> "%s of %s needed".formatted(number(place, "given"), needed))
                .orElse("");
    }

    /// Whatever a document says of each thing in a list, a line each.
    static void rows(Terminal terminal, List<JsonObject> rows, String none) {
        if (rows.isEmpty()) {
            terminal.line(none);
        }
        rows.forEach(row ->
                terminal.line(
                        Terminal.harmless(
                                row.scalars().entrySet().stream()
                                        .map(member -> member.getKey() + " " + member.getValue())
                                        .collect(Collectors.joining(", ")))));
    }

    /// Whatever a document says, a line each.
    static void members(Terminal terminal, JsonObject object) {
        object.scalars()
                .forEach((key, value) -> {
                    if (!key.equals("schemaVersion")) {
                        field(terminal, key, value);
                    }
                });
    }

    static void head(Terminal terminal, String word, String name) {
        terminal.line("%s  %s".formatted(Terminal.harmless(word), Terminal.named(name)));
    }

    static String list(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    static String number(JsonObject object, String key) {
        return object.number(key).map(number -> number.toPlainString()).orElse("-");
    }
}
