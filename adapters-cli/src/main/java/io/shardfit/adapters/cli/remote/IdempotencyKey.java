package io.shardfit.adapters.cli.remote;

import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Marks a write so that it counts once, however often it is sent.
///
/// Inside a CI run the key is that of the run and of everything that is sent, so a job that is
/// started again writes nothing twice. Elsewhere each call has its own, which its retries share.
final class IdempotencyKey {
    /// How a run is named so that the name stays when its jobs are started again: our own variable,
    /// GitHub Actions (numbers are those of a repository), GitLab, Jenkins, Buildkite, CircleCI,
    /// Azure Pipelines. As their documentation of predefined variables has them, November 2026.
    private static final List<List<String>> RUNS =
            List.of(
                    List.of("SHARDFIT_RUN_ID"),
                    List.of("GITHUB_RUN_ID", "GITHUB_REPOSITORY"),
                    List.of("CI_PIPELINE_ID", "CI_SERVER_URL"),
                    List.of("BUILD_TAG"),
                    List.of("BUILDKITE_BUILD_ID"),
                    List.of("CIRCLE_WORKFLOW_ID"),
                    List.of("BUILD_BUILDID", "SYSTEM_COLLECTIONURI"));

    private IdempotencyKey() {}

    static String of(Call call, Map<String, String> environment) {
        return ofRun(call, environment).orElseGet(() -> UUID.randomUUID().toString());
    }

    /// {@return the key, inside a CI run}
    static Optional<String> ofRun(Call call, Map<String, String> environment) {
        return run(environment).map(run -> digest(run, call));
    }

    private static Optional<String> run(Map<String, String> environment) {
        return RUNS.stream()
                .filter(names -> !environment.getOrDefault(names.getFirst(), "").isBlank())
                .findFirst()
                .map(names ->
                        names.stream()
                                .map(name -> name + "=" + environment.getOrDefault(name, ""))
                                .collect(Collectors.joining(" ")));
    }

    private static String digest(String run, Call call) {
        MessageDigest digest = Digest.sha256();
        for (String part :
                List.of(
                        run,
                        call.method(),
                        call.target(),
                        call.headers().getOrDefault(Call.IF_MATCH, ""))) {
            digest.update((part + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return Digest.ofHash(digest.digest(call.body())).hex();
    }
}
