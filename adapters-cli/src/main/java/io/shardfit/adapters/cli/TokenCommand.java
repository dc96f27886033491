package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tokens for programs.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes tokens, with which programs such as CI sign in.",
        subcommands = {
            TokenCommand.Create.class,
            TokenCommand.ListTokens.class,
            TokenCommand.Revoke.class,
        })
final class TokenCommand implements Runnable {
    /// Without a command: what there is.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }

    /// `token create`.
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a token and prints it, once: nobody can read it again later.")
    static final class Create implements Callable<Integer> {
        @Mixin private WriteOptions server = new WriteOptions();

        @Option(
                names = "--name",
                paramLabel = "TEXT",
                required = true,
                description = "what it is for")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                split = ",",
                description = "what it may do, such as author or viewer; may be repeated")
        private List<String> roles = List.of();

        @Option(
                names = "--deployment",
                paramLabel = "NAME",
                split = ",",
                description = "only about this one; may be repeated (default: about all)")
        private List<String> deployments = List.of();

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "how long it is good for (default: ${DEFAULT-VALUE})")
        private int days = 90;

        @Override
        public Integer call() {
            Json.Builder body = Json.fields().with("name", name).with("roles", texts(roles));
            if (!deployments.isEmpty()) {
                body.with("deployments", texts(deployments));
            }
            body.with("days", Json.given(days, "days", "lifetime", "--days"));
            return TeamServer.talk(
                    server,
                    Role.AUTHOR,
                    talk ->
                            talk.write(
                                    Call.post(body.build(), "tokens"),
                                    this::print,
                                    _ -> ExitCode.PASSED));
        }

        private void print(Terminal terminal, JsonObject made) {
            terminal.line(Terminal.harmless(made.words("token")));
            System.err.println(
                    "shardfit: "
                            + Terminal.harmless(
                                    "token %s, good until %s; it is not shown again"
                                            .formatted(
                                                    made.words("prefix"), made.words("expires"))));
        }
    }

    private static Json texts(List<String> words) {
        return Json.items(words.stream().map(Json::text).toList());
    }

    /// `token list`.
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists your tokens by their prefix, an administrator's list has all.")
    static final class ListTokens implements Callable<Integer> {
        private static final String ROW = "%-12s  %-7s  %-20s  %-20s  %-15s  %s";

        @Mixin private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            return TeamServer.talk(
                    server,
                    Role.AUTHOR,
                    talk ->
                            talk.show(
                                    Call.get("tokens"),
                                    (terminal, answer) -> print(terminal, answer.objects("tokens")),
                                    _ -> ExitCode.PASSED));
        }

        private static void print(Terminal terminal, List<JsonObject> tokens) {
            if (tokens.isEmpty()) {
                terminal.line("no token; `shardfit token create` makes one");
                return;
            }
            terminal.line(
                    ROW.formatted("prefix", "state", "expires", "last used", "roles", "name"));
            tokens.forEach(token ->
                    terminal.line(
                            Terminal.harmless(
                                    ROW.formatted(
                                            token.words("prefix"),
                                            token.words("state"),
                                            token.words("expires"),
                                            token.text("lastUsed").orElse("-"),
                                            TeamPrinter.list(token.texts("roles")),
                                            named(token)))));
        }

        /// With whose it is and what it is limited to.
        private static String named(JsonObject token) {
            List<String> deployments = token.texts("deployments");
            return "%s (%s)%s"
                    .formatted(
                            token.words("name"),
                            token.words("owner"),
                            deployments.isEmpty() ? "" : ", for " + TeamPrinter.list(deployments));
        }
    }

    /// `token revoke PREFIX`.
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends a token at once.")
    static final class Revoke implements Callable<Integer> {
        @Mixin private WriteOptions server = new WriteOptions();

        @Parameters(
                paramLabel = "PREFIX",
                converter = NameOption.class,
                description = "the token's prefix, as the list has it")
        private String prefix = "";

        @Override
        public Integer call() {
            return TeamServer.talk(
                    server,
                    Role.AUTHOR,
                    talk ->
                            talk.write(
                                    Call.delete("tokens", prefix),
                                    (terminal, _) ->
                                            terminal.line("revoked  " + Terminal.harmless(prefix)),
                                    _ -> ExitCode.PASSED));
        }
    }
}
