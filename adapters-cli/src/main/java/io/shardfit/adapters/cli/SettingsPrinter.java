package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Setting;
import io.shardfit.adapters.cli.remote.Settings;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Prints what is set where, never a token.
final class SettingsPrinter {
    private static final String HIDDEN = "(hidden)";
    private static final String ROW = "%-7s %-40s %s";

    private SettingsPrinter() {}

    static int print(ConnectionOptions options, boolean origin) {
        Settings.Given given =
                new Settings.Given(options.server(), options.token(), options.file());
        return switch (Settings.of(given, System.getenv(), Path.of(""))) {
            case Settings.Rejected(List<InputError> errors) ->
                    TeamServer.rejected(options.output(), errors);
            case Settings.Known known -> {
                known.warnings().forEach(TeamServer::warn);
                Optional<Setting> token =
                        known.token().map(set -> new Setting(HIDDEN, set.origin()));
                switch (options.output()) {
                    case TEXT -> lines(known.server(), token, origin).finish();
                    case JSON ->
                            StandardOutput.write(JsonText.pretty(document(known.server(), token)));
                }
                yield ExitCode.PASSED;
            }
        };
    }

    private static Terminal lines(Setting server, Optional<Setting> token, boolean origin) {
        Terminal terminal = Terminal.ofProcess();
        row(terminal, "server", server, origin);
        row(terminal, "token", token.orElse(new Setting("(none)", "")), origin);
        return terminal;
    }

    private static void row(Terminal terminal, String key, Setting set, boolean origin) {
        terminal.line(
                Terminal.harmless(ROW.formatted(key, set.value(), origin ? set.origin() : "")));
    }

    private static Json.Fields document(Setting server, Optional<Setting> token) {
        Json.Builder fields =
                Json.fields().with("schemaVersion", "1.0").with("server", setting(server));
        token.ifPresent(set -> fields.with("token", setting(set)));
        return fields.build();
    }

    private static Json setting(Setting set) {
        return Json.fields().with("value", set.value()).with("origin", set.origin()).build();
    }
}
