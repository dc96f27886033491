package io.shardfit.adapters.cli;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Rejects a plan.
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Rejects the plan that waits in an environment.")
final class RejectCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private DecisionOptions about = new DecisionOptions();

    @Option(
            names = "--comment",
            paramLabel = "TEXT",
            required = true,
            description = "why, for the author; is recorded with it")
    private String comment = "";

    @Override
    public Integer call() {
        return TeamServer.talk(
                server,
                Role.APPROVER,
                talk ->
                        new Decision(
                                        talk,
                                        about,
                                        Decision.REJECT,
                                        Json.fields().with("comment", comment).build())
                                .carryOut());
    }
}
