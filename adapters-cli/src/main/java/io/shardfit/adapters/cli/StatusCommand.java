package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says how deployments stand.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Lists the deployments of a server, or says how one stands.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:READY or TIGHT; with --environment: it may run there; without a name: always",
            " 1:NOT_READY",
            " 2:usage, or no such deployment",
            " 3:UNKNOWN, or not judged yet",
            " 4:needs login; with --environment: it may not run there",
            " 5:no answer of the server; try again",
            " 8:approval pending in the environment",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-32s %-10s %-20s %s";

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            converter = NameOption.class,
            description = "one deployment; without it, all of them")
    private @Nullable String name;

    @Option(
            names = "--environment",
            paramLabel = "ENV",
            converter = NameOption.class,
            description = "how it stands there")
    private @Nullable String environment;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "go on with a list, as `next` of the one before says")
    private @Nullable String after;

    @Override
    public Integer call() {
        if (name == null) {
            return TeamServer.talk(server, Role.VIEWER, this::list);
        }
        if (after != null) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--after",
                                    "goes on with a list, and one deployment is none",
                                    "leave it out")));
        }
        String deployment = name;
        String place = environment;
        return TeamServer.talk(
                server,
                Role.VIEWER,
                talk ->
                        place == null
                                ? talk.show(
                                        Call.get("plans", deployment),
                                        TeamPrinter::plan,
                                        plan -> ExitCode.ofVerdict(plan.words("verdict")))
                                : talk.show(
                                        Call.get("approvals", deployment, place),
                                        (terminal, standing) ->
                                                TeamPrinter.standing(
                                                        terminal, deployment, place, standing),
                                        standing ->
                                                ExitCode.ofStanding(standing.words("standing"))));
    }

    private int list(TeamServer talk) throws InterruptedException {
        Call call =
                Call.get("plans")
                        .with("limit", "200")
                        .withIf("environment", Optional.ofNullable(environment))
                        .withIf("after", Optional.ofNullable(after));
        return talk.show(call, StatusCommand::rows, _ -> ExitCode.PASSED);
    }

    private static void rows(Terminal terminal, JsonObject answer) {
        List<JsonObject> plans = answer.objects("plans");
        if (plans.isEmpty()) {
            terminal.line("no deployment; `shardfit submit PLAN --deployment NAME` makes one");
            return;
        }
        terminal.line(ROW.formatted("deployment", "verdict", "last change", "standing"));
        plans.forEach(plan -> row(terminal, plan));
        answer.text("next")
                .ifPresent(next ->
                        terminal.line("more: shardfit status --after " + Terminal.harmless(next)));
    }

    private static void row(Terminal terminal, JsonObject plan) {
        String changed = plan.object("lastChange").map(last -> last.words("at")).orElse("-");
        terminal.line(
                Terminal.harmless(
                        ROW.formatted(
                                plan.words("deployment"),
                                plan.text("verdict").orElse("-"),
                                changed.length() > 19 ? changed.substring(0, 19) + "Z" : changed,
                                plan.objects("standings").stream()
                                        .map(place ->
                                                place.words("environment")
                                                        + " "
                                                        + place.words("standing"))
                                        .collect(Collectors.joining(", ")))));
    }
}
