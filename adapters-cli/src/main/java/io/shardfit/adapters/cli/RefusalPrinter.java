package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Answer;
import io.shardfit.adapters.cli.remote.Problem;
import io.shardfit.adapters.cli.remote.Settings;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import java.util.List;

/// Says why a call did not do what it should: what is wrong, where, and what to do or who may.
///
/// @param role that the command needs
record RefusalPrinter(Settings.Known settings, Output output, Role role) {
    /// {@return the exit code}
    int print(Answer.Refused refused) {
        if (output == Output.JSON) {
            StandardOutput.write(refused.text());
        }
        Problem problem = refused.problem();
        Errors.print(problem.code() + ": " + problem.detail());
        problem.places().stream()
                .filter(place -> !problem.detail().equals(place))
                .forEach(RefusalPrinter::below);
        help(problem.code());
        return exitCode(problem);
    }

    private void help(String code) {
        switch (code) {
            case Problem.NOT_SIGNED_IN ->
                    below(
                            "send a token with --token, SHARDFIT_TOKEN or `token` in the file of"
                                    + " --config");
            case Problem.FORBIDDEN ->
                    below("whoever has the role %s may%s".formatted(role.word(), here()));
            case Problem.SEPARATION_OF_DUTIES ->
                    below("another person with the role %s may%s".formatted(role.word(), here()));
            case Problem.STALE -> below("look again with `shardfit status`, then decide");
            default -> {}
        }
    }

    /// On a server of one machine, one person may be any of several; whoever was refused is not the
    /// one who may.
    private String here() {
        boolean tried =
                settings.token().filter(one -> one.value().equals(LocalRoles.id(role))).isPresent();
        return settings.address().isLoopback() && !tried
                ? "; on a server of your own machine: --token " + LocalRoles.id(role)
                : "";
    }

    private static void below(String sentence) {
        System.err.println("  " + Terminal.harmless(sentence));
    }

    private static int exitCode(Problem problem) {
        if (problem.isTransient()) {
            return ExitCode.RETRY;
        }
        if (problem.status() >= 500) {
            return ExitCode.BUG;
        }
        return switch (problem.status()) {
            case 401, 403, 409, 412 -> ExitCode.REFUSED;
            default -> ExitCode.USAGE;
        };
    }

    int print(Answer.Failed failed) {
        if (output == Output.JSON) {
            StandardOutput.write(JsonText.pretty(document(failed)));
        }
        Errors.print("%s: %s; %s".formatted(settings.address(), failed.problem(), failed.remedy()));
        return failed.mayPass() ? ExitCode.RETRY : ExitCode.USAGE;
    }

    private Json.Fields document(Answer.Failed failed) {
        Json error =
                Json.fields()
                        .with("code", "SERVER")
                        .with("category", "server")
                        .with("transient", new Json.Flag(failed.mayPass()))
                        .with("message", "%s: %s".formatted(settings.address(), failed.problem()))
                        .with("remedy", failed.remedy())
                        .build();
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("errors", Json.items(List.of(error)))
                .build();
    }
}
