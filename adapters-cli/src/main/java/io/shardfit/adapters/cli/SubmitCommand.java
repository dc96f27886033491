package io.shardfit.adapters.cli;

import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has a plan judged and recorded by a server.
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a plan to the server, which judges and records it, and may ask for approval.",
            "Sent again within one CI run, it is recorded once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:READY or TIGHT; with --wait: it may run",
            " 1:NOT_READY",
            " 2:usage, or a file that is not a plan",
            " 3:UNKNOWN, cannot be judged",
            " 4:needs login, or refused by a policy or a person",
            " 5:no answer of the server; try again",
            " 8:approval still pending after --timeout",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class SubmitCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();

    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @Option(
            names = "--deployment",
            paramLabel = "NAME",
            required = true,
            converter = NameOption.class,
            description = "what the plan is a plan of")
    private String deployment = "";

    @Option(
            names = "--environment",
            paramLabel = "ENV",
            converter = NameOption.class,
            description = "where it is to run; needed for --request and --wait")
    private @Nullable String environment;

    @Option(
            names = "--request",
            description =
                    "ask for approval in the environment; joins a request that waits, and asks for"
                            + " nothing that is approved already and does not end soon")
    private boolean request;

    @Option(
            names = "--renew",
            description = "with --request: ask also for what is approved already")
    private boolean renew;

    @Option(names = "--wait", description = "wait until the plan may run there, or will not")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "wait so long at most, such as 90s, 10m or 2h (default: 30m)")
    private Duration timeout = Duration.ofMinutes(30);

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "what to call standard input in messages")
    private String standardInputName = "<stdin>";

    @Override
    public Integer call() {
        if ((request || wait) && environment == null) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--environment",
                                    "is missing, and an approval is given for one",
                                    "name it, for example --environment production")));
        }
        if (environment != null && !request && !wait) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--environment",
                                    "is where approval is asked or waited for, and neither is"
                                            + " wanted",
                                    "add --request or --wait, or leave it out")));
        }
        if (renew && !request) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--renew",
                                    "says how to ask, and nothing is asked for",
                                    "add --request, or leave it out")));
        }
        return switch (InputFile.read(plan, standardInputName)) {
            case InputFile.Unreadable(InputError error) ->
                    TeamServer.rejected(server.output(), List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    TeamServer.talk(
                            server,
                            Role.AUTHOR,
                            folder(),
                            talk ->
                                    new Submission(
                                                    talk,
                                                    name,
                                                    bytes,
                                                    deployment,
                                                    Optional.ofNullable(environment),
                                                    renew)
                                            .carryOut(request, wait, timeout));
        };
    }

    private Path folder() {
        Path here = Path.of("");
        if (plan.equals("-")) {
            return here;
        }
        return Optional.ofNullable(Path.of(plan).getParent()).orElse(here);
    }
}
