package io.shardfit.adapters.cli;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Approves a plan.
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Approves the plan that waits in an environment. No author approves their own.")
final class ApproveCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private DecisionOptions about = new DecisionOptions();

    @Option(
            names = "--comment",
            paramLabel = "TEXT",
            description = "is recorded with it; needed for what is TIGHT or rests on a waiver")
    private @Nullable String comment;

    @Override
    public Integer call() {
        Json.Builder words = Json.fields();
        if (comment != null) {
            words.with("comment", comment);
        }
        return TeamServer.talk(
                server,
                Role.APPROVER,
                talk -> new Decision(talk, about, Decision.APPROVE, words.build()).carryOut());
    }
}
