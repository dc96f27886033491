package io.shardfit.adapters.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// About which plan somebody decides.
final class DecisionOptions {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = NameOption.class,
            description = "the deployment")
    private String deployment = "";

    @Option(
            names = "--environment",
            paramLabel = "ENV",
            required = true,
            converter = NameOption.class,
            description = "where the plan is to run")
    private String environment = "";

    @Option(
            names = "--plan",
            paramLabel = "DIGEST",
            description =
                    "the plan that was looked at, or the first 8 or more digits of its digest; any"
                            + " other is refused (default: the one that waits, which is shown first)")
    private @Nullable String plan;

    String deployment() {
        return deployment;
    }

    String environment() {
        return environment;
    }

    Optional<String> plan() {
        return Optional.ofNullable(plan);
    }
}
