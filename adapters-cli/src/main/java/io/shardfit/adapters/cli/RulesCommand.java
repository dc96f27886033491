package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The rule-sets of a server.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Lists the rule-sets of a server; shows, publishes and withdraws one.",
        subcommands = {
            RulesCommand.ListRules.class,
            RulesCommand.Impact.class,
            RulesCommand.Publish.class,
            RulesCommand.Withdraw.class,
        })
final class RulesCommand implements Callable<Integer> {
    @Mixin private ServerOptions server = new ServerOptions();

    /// Without a command: the list.
    @Override
    public Integer call() {
        return list(server);
    }

    private static int list(ServerOptions server) {
        return TeamServer.talk(
                server,
                Role.VIEWER,
                talk -> talk.show(Call.get("rule-sets"), RulesPrinter::list, _ -> ExitCode.PASSED));
    }

    /// `rules list`.
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the rule-sets and which of them judges.")
    static final class ListRules implements Callable<Integer> {
        @Mixin private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            return list(server);
        }
    }

    /// `rules impact N`.
    @Command(
            name = "impact",
            mixinStandardHelpOptions = true,
            description = "Shows which verdicts and approvals would change, and changes nothing.")
    static final class Impact implements Callable<Integer> {
        @Mixin private ServerOptions server = new ServerOptions();

        @Parameters(paramLabel = "N", description = "the number of the rule-set")
        private int number;

        @Override
        public Integer call() {
            return TeamServer.talk(
                    server,
                    Role.VIEWER,
                    talk ->
                            talk.show(
                                    Call.get("rule-sets", Integer.toString(number), "impact"),
                                    RulesPrinter::impact,
                                    _ -> ExitCode.PASSED));
        }
    }

    /// `rules publish N`.
    @Command(
            name = "publish",
            mixinStandardHelpOptions = true,
            description = "Lets a rule-set judge from now on, and judges again what it changes.")
    static final class Publish implements Callable<Integer> {
        @Mixin private WriteOptions server = new WriteOptions();

        @Parameters(paramLabel = "N", description = "the number of the rule-set")
        private int number;

        @Override
        public Integer call() {
            return change(server, Json.fields().build(), number, "publish");
        }
    }

    /// `rules withdraw N`.
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Takes a rule-set back, and judges again what rested on it.")
    static final class Withdraw implements Callable<Integer> {
        @Mixin private WriteOptions server = new WriteOptions();

        @Parameters(paramLabel = "N", description = "the number of the rule-set")
        private int number;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "what is wrong with it; is recorded with it")
        private String reason = "";

        @Override
        public Integer call() {
            return change(server, Json.fields().with("reason", reason).build(), number, "withdraw");
        }
    }

    private static int change(WriteOptions server, Json body, int number, String verb) {
        return TeamServer.talk(
                server,
                Role.ADMIN,
                talk ->
                        talk.write(
                                Call.post(body, "rule-sets", Integer.toString(number), verb),
                                TeamPrinter::members,
                                _ -> ExitCode.PASSED));
    }
}
