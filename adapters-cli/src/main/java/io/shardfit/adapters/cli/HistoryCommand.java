package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what happened to a deployment.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists what happened to a deployment, who did it and when, the newest first.")
final class HistoryCommand implements Callable<Integer> {
    private static final String ROW = "%8s  %-20s  %-21s  %-16s  %s";
    private static final int SECONDS = "2026-11-23T09:00:00".length();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", converter = NameOption.class, description = "the deployment")
    private String name = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "so many events at most, 1 to 200 (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Option(
            names = "--before",
            paramLabel = "POSITION",
            description = "only what was before, as `next` of the page before says")
    private @Nullable Long before;

    @Override
    public Integer call() {
        return TeamServer.talk(
                server,
                Role.VIEWER,
                talk ->
                        talk.show(
                                Call.get("plans", name, "history")
                                        .with("limit", Integer.toString(limit))
                                        .withIf(
                                                "before",
                                                Optional.ofNullable(before).map(String::valueOf)),
                                this::print,
                                _ -> ExitCode.PASSED));
    }

    private void print(Terminal terminal, JsonObject page) {
        terminal.line(ROW.formatted("position", "time", "event", "by", "what"));
        page.objects("events").forEach(event -> row(terminal, event));
        page.text("next")
                .ifPresent(next ->
                        terminal.line(
                                "more: shardfit history %s --before %s"
                                        .formatted(Terminal.named(name), Terminal.harmless(next))));
    }

    private static void row(Terminal terminal, JsonObject event) {
        terminal.line(
                Terminal.harmless(
                        ROW.formatted(
                                TeamPrinter.number(event, "position"),
                                second(event.words("recordedAt")),
                                event.words("type"),
                                event.object("actor").map(actor -> actor.words("id")).orElse(""),
                                event.words("words"))));
    }

    private static String second(String time) {
        return time.length() > SECONDS ? time.substring(0, SECONDS) + "Z" : time;
    }
}
