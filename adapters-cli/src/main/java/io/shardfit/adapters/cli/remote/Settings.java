package io.shardfit.adapters.cli.remote;

import io.shardfit.application.format.ClientSettings;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which server, and as whom: an option counts before the environment, that before a file, that
/// before what is built in.
public sealed interface Settings {
    /// @param file that was read, if there is one
    /// @param warnings what the user should know, each a sentence without its full stop
    record Known(
            ServerAddress address,
            Setting server,
            Optional<Setting> token,
            Optional<Path> file,
            List<String> warnings)
            implements Settings {
        public Known {
            warnings = List.copyOf(warnings);
        }

        /// Never the token itself.
        @Override
        public String toString() {
            return "%s from %s, token from %s"
                    .formatted(server.value(), server.origin(), token.map(Setting::origin));
        }
    }

    record Rejected(List<InputError> errors) implements Settings {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }

    /// What was given on the command line.
    record Given(Optional<String> server, Optional<String> token, Optional<String> file) {}

    /// What a header may hold (RFC 6750 allows less).
    Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /// @param start the folder of the input file, or that in which the command was given
    static Settings of(Given given, Map<String, String> environment, Path start) {
        try {
            return read(given, environment, file(given, environment, start));
        } catch (InvalidPathException malformed) {
            return rejected("--config", "is no path", "name the file");
        }
    }

    private static Optional<Path> file(Given given, Map<String, String> environment, Path start) {
        return given.file()
                .or(() -> variable(environment, "SHARDFIT_CONFIG"))
                .map(Path::of)
                .or(() -> SettingsFile.find(start, environment));
    }

    private static Settings read(
            Given given, Map<String, String> environment, Optional<Path> file) {
        if (file.isEmpty()) {
            return chosen(given, environment, file, new ClientSettings.Read(Map.of()));
        }
        String name = file.orElseThrow().toString();
        try {
            return switch (ClientSettings.of(name, Files.readAllBytes(file.orElseThrow()))) {
                case ClientSettings.Rejected(List<InputError> errors) -> new Rejected(errors);
                case ClientSettings.Read read -> chosen(given, environment, file, read);
            };
        } catch (IOException | SecurityException unreadable) {
            return new Rejected(
                    List.of(
                            new InputError(
                                    name,
                                    Position.START,
                                    "",
                                    "the file does not exist or may not be read",
                                    "check --config, SHARDFIT_CONFIG and its permissions")));
        }
    }

    private static Settings chosen(
            Given given,
            Map<String, String> environment,
            Optional<Path> file,
            ClientSettings.Read read) {
        Setting server =
                first(given.server(), "server", environment, file, read)
                        .orElse(new Setting(ServerAddress.LOCAL, "built in"));
        Optional<Setting> token = first(given.token(), "token", environment, file, read);
        if (token.filter(one -> !TOKEN.matcher(one.value()).matches()).isPresent()) {
            return rejected(
                    token.orElseThrow().origin(),
                    "is no token: it has blanks or other signs that a header cannot hold",
                    "copy it again");
        }
        try {
            ServerAddress address = ServerAddress.of(server.value());
            return new Known(address, server, token, file, warnings(address, token, file, read));
        } catch (IllegalArgumentException wrong) {
            return rejected(
                    server.origin(),
                    String.valueOf(wrong.getMessage()),
                    "write https://HOST or http://HOST:PORT");
        }
    }

    private static Optional<Setting> first(
            Optional<String> option,
            String key,
            Map<String, String> environment,
            Optional<Path> file,
            ClientSettings.Read read) {
        String variable = key.equals("server") ? "SHARDFIT_SERVER" : "SHARDFIT_TOKEN";
        return option.filter(text -> !text.isBlank())
                .map(text -> new Setting(text, "--" + key))
                .or(() -> variable(environment, variable).map(text -> new Setting(text, variable)))
                .or(() ->
                        read.value(key)
                                .map(value ->
                                        new Setting(
                                                value.text(),
                                                "%s:%d"
                                                        .formatted(
                                                                file.orElseThrow(),
                                                                value.at().line()))));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.of(environment.getOrDefault(name, "")).filter(text -> !text.isBlank());
    }

    private static List<String> warnings(
            ServerAddress address,
            Optional<Setting> token,
            Optional<Path> file,
            ClientSettings.Read read) {
        List<String> warnings = new ArrayList<>();
        file.filter(_ -> read.value("token").isPresent())
                .filter(SettingsFile::isWorldReadable)
                .ifPresent(readable ->
                        warnings.add(
                                "%s holds a token and everybody on this machine can read it: chmod 600 %s"
                                        .formatted(readable, readable)));
        if (token.isPresent() && address.isReadableOnTheWay()) {
            warnings.add(
                    "the token goes to %s unencrypted: use https"
                            .formatted(address.base().getHost()));
        }
        return warnings;
    }

    private static Rejected rejected(String origin, String problem, String remedy) {
        return new Rejected(List.of(InputError.ofCommandLine(origin, problem, remedy)));
    }
}
