package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sets a finding aside for a time.
@Command(
        name = "waive",
        mixinStandardHelpOptions = true,
        description =
                "Sets a finding aside in an environment, until a day and for a reason. Whoever"
                        + " asked for it does not grant it.")
final class WaiveCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();

    @Parameters(paramLabel = "FINDING", description = "its code, such as MEM002")
    private String finding = "";

    @Option(
            names = "--environment",
            paramLabel = "ENV",
            required = true,
            converter = NameOption.class,
            description = "where it counts no more")
    private String environment = "";

    @Option(
            names = "--until",
            paramLabel = "DATE",
            required = true,
            converter = UntilOption.class,
            description = "the last day, in UTC, such as 2027-01-31; or a time with its zone")
    private Instant until = Instant.EPOCH;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "why it may be set aside; is recorded with it")
    private String reason = "";

    @Option(
            names = "--deployment",
            paramLabel = "NAME",
            converter = NameOption.class,
            description = "for the plan that it has now, and asked for by an author of that")
    private @Nullable String deployment;

    @Option(names = "--plan", paramLabel = "DIGEST", description = "for this plan only")
    private @Nullable String plan;

    @Option(
            names = "--every-plan",
            description = "for every plan of the environment, also those to come")
    private boolean everyPlan;

    @Option(
            names = "--requester",
            paramLabel = "ID",
            description = "who asked for it: an author of a plan that it covers")
    private @Nullable String requester;

    @Option(names = "--ticket", paramLabel = "TEXT", description = "where it is discussed")
    private @Nullable String ticket;

    @Override
    public Integer call() {
        int scopes = (deployment == null ? 0 : 1) + (plan == null ? 0 : 1) + (everyPlan ? 1 : 0);
        if (scopes != 1) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--deployment",
                                    "or another option must say for which plan it is, and only one"
                                            + " can",
                                    "give --deployment NAME, --plan DIGEST or --every-plan")));
        }
        if (requester == null && deployment == null) {
            return TeamServer.rejected(
                    server.output(),
                    List.of(
                            InputError.ofCommandLine(
                                    "--requester",
                                    "is missing, and whoever asked for a waiver does not grant it",
                                    "name who asked, or with --deployment whose plan it is for")));
        }
        return TeamServer.talk(
                server,
                Role.APPROVER,
                talk ->
                        deployment == null
                                ? grant(talk, JsonObject.EMPTY)
                                : talk.read(
                                        Call.get("plans", deployment),
                                        found -> grant(talk, found)));
    }

    private int grant(TeamServer talk, JsonObject found) throws InterruptedException {
        Json.Builder terms =
                Json.fields()
                        .with("environment", environment)
                        .with("finding", finding)
                        .with("reason", reason)
                        .with("until", until.toString())
                        .with("requester", requester(found));
        Optional.ofNullable(plan)
                .or(() -> found.text("planDigest"))
                .ifPresent(digest -> terms.with("planDigest", digest));
        Optional.ofNullable(ticket).ifPresent(text -> terms.with("ticket", text));
        String covered =
                Optional.ofNullable(plan)
                        .or(() -> found.text("planDigest"))
                        .map(digest -> "plan " + digest + " only")
                        .orElse("every plan in " + environment);
        return talk.write(
                Call.post(terms.build(), "waivers"),
                (terminal, granted) -> print(terminal, granted, covered),
                _ -> ExitCode.PASSED);
    }

    private String requester(JsonObject found) {
        return Optional.ofNullable(requester)
                .or(() -> found.texts("authors").stream().findFirst())
                .orElse("");
    }

    private void print(Terminal terminal, JsonObject granted, String covered) {
        terminal.line(
                "waived  %s in %s"
                        .formatted(Terminal.harmless(finding), Terminal.named(environment)));
        TeamPrinter.field(terminal, "for", covered);
        TeamPrinter.field(terminal, "waiver", granted.words("waiverId"));
        TeamPrinter.field(terminal, "up to", granted.text("until").orElse(until.toString()));
        TeamPrinter.field(terminal, "reason", reason);
    }
}
