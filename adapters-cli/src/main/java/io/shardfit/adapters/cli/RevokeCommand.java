package io.shardfit.adapters.cli;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes an approval back.
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Takes back the approval of a plan in an environment, at once.")
final class RevokeCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private DecisionOptions about = new DecisionOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "why; is recorded with it")
    private String reason = "";

    @Override
    public Integer call() {
        return TeamServer.talk(
                server,
                Role.APPROVER,
                talk ->
                        new Decision(
                                        talk,
                                        about,
                                        Decision.REVOKE,
                                        Json.fields().with("reason", reason).build())
                                .carryOut());
    }
}
