package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Answer;
import io.shardfit.adapters.cli.remote.Api;
import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.adapters.cli.remote.Patience;
import io.shardfit.adapters.cli.remote.Pause;
import io.shardfit.adapters.cli.remote.ServerAddress;
import io.shardfit.adapters.cli.remote.Setting;
import io.shardfit.adapters.cli.remote.Settings;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonObject;
import io.shardfit.application.format.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/// One command's talk with its server.
final class TeamServer implements AutoCloseable {
    /// What a command does with the server.
    interface Work {
        /// {@return the exit code}
        int with(TeamServer server) throws InterruptedException;
    }

    private static final int INTERRUPTED = 130;

    private final Settings.Known settings;
    private final ConnectionOptions options;
    private final RefusalPrinter refusals;
    private final Api api;

    private TeamServer(
            Settings.Known settings, ConnectionOptions options, Role role, Patience patience) {
        this.settings = settings;
        this.options = options;
        this.refusals = new RefusalPrinter(settings, options.output(), role);
        this.api =
                new Api(
                        settings.address(),
                        settings.token().map(Setting::value),
                        patience,
                        System.getenv(),
                        InstantSource.system(),
                        Pause.REAL);
    }

    /// @param role that the command needs, for who may not
    static int talk(ConnectionOptions options, Role role, Work work) {
        return talk(options, role, Path.of(""), work);
    }

    /// @param start the folder of the input file
    static int talk(ConnectionOptions options, Role role, Path start, Work work) {
        return talk(options, role, start, Patience.USUAL, work);
    }

    /// For an answer that may be long.
    static int talkAtLength(ConnectionOptions options, Role role, Work work) {
        return talk(options, role, Path.of(""), Patience.FOR_A_FILE, work);
    }

    private static int talk(
            ConnectionOptions options, Role role, Path start, Patience patience, Work work) {
        Settings.Given given =
                new Settings.Given(options.server(), options.token(), options.file());
        return switch (Settings.of(given, System.getenv(), start)) {
            case Settings.Rejected(List<InputError> errors) -> rejected(options.output(), errors);
            case Settings.Known known -> {
                known.warnings().forEach(TeamServer::warn);
                try (TeamServer server = new TeamServer(known, options, role, patience)) {
                    yield work.with(server);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    yield INTERRUPTED;
                }
            }
        };
    }

    static int rejected(Output output, List<InputError> errors) {
        if (output == Output.JSON) {
            StandardOutput.write(JsonText.pretty(ErrorDocument.of(errors)));
        } else {
            Errors.print(errors);
        }
        return ExitCode.USAGE;
    }

    static void warn(String sentence) {
        System.err.println("warning: " + Terminal.harmless(sentence));
    }

    ServerAddress address() {
        return settings.address();
    }

    boolean isDryRun() {
        return options.dryRun();
    }

    /// @param within all attempts together
    Answer send(Call call, Duration within) throws InterruptedException {
        return api.send(call, within);
    }

    /// What follows on a document; everything else ends the command.
    interface Next {
        int on(Answer.Document document) throws InterruptedException;
    }

    int then(Call call, Next next) throws InterruptedException {
        return then(api.send(call), next);
    }

    /// What follows on a text that is no document.
    int text(Call call, ToIntFunction<String> next) throws InterruptedException {
        return switch (api.text(call)) {
            case Answer.Plain(String text) -> next.applyAsInt(text);
            case Answer other -> then(other, TeamServer::unasked);
        };
    }

    /// What follows once the answer is in a file.
    int fetch(Call call, Path file, IntSupplier next) throws InterruptedException {
        return switch (api.fetch(call, file)) {
            case Answer.Fetched _ -> next.getAsInt();
            case Answer other -> then(other, TeamServer::unasked);
        };
    }

    private static int unasked(Answer.Document document) {
        throw new IllegalStateException("a document that nobody asked for: " + document.text());
    }

    /// @param refused what the exit code is when the server says no, if that is not 0
    int then(Call call, Next next, IntSupplier refused) throws InterruptedException {
        Answer answer = api.send(call);
        int code = then(answer, next);
        boolean no = answer instanceof Answer.Refused && code == ExitCode.REFUSED;
        return no && refused.getAsInt() != ExitCode.PASSED ? refused.getAsInt() : code;
    }

    int then(Answer answer, Next next) throws InterruptedException {
        return switch (answer) {
            case Answer.Document document -> next.on(document);
            case Answer.Refused refused -> refusals.print(refused);
            case Answer.Failed failed -> refusals.print(failed);
            case Answer.Plain _, Answer.Fetched _ ->
                    throw new IllegalStateException("asked for a document");
        };
    }

    /// What follows on what a document says.
    interface Reading {
        int on(JsonObject object) throws InterruptedException;
    }

    int read(Call call, Reading next) throws InterruptedException {
        return then(call, document -> next.on(document.object()));
    }

    /// {@return the document, if the server answers with one}
    Optional<JsonObject> find(Call call) throws InterruptedException {
        return api.send(call) instanceof Answer.Document(_, JsonObject object, _)
                ? Optional.of(object)
                : Optional.empty();
    }

    /// Sends a call that writes and shows what comes back; a dry run only says what would be sent.
    int write(Call call, BiConsumer<Terminal, JsonObject> printer, ToIntFunction<JsonObject> code)
            throws InterruptedException {
        return isDryRun()
                ? DryRun.print(address(), call, api.key(call), options.output())
                : show(call, printer, code);
    }

    /// Sends a call and shows what comes back.
    int show(Call call, BiConsumer<Terminal, JsonObject> printer, ToIntFunction<JsonObject> code)
            throws InterruptedException {
        return then(call, document -> show(document, printer, code));
    }

    int show(
            Answer.Document document,
            BiConsumer<Terminal, JsonObject> printer,
            ToIntFunction<JsonObject> code) {
        switch (options.output()) {
            case JSON -> StandardOutput.write(document.text());
            case TEXT -> {
                Terminal terminal = Terminal.ofProcess();
                printer.accept(terminal, document.object());
                if (document.replayed()) {
                    terminal.line("  this was sent before: nothing new is recorded");
                }
                terminal.finish();
            }
        }
        return code.applyAsInt(document.object());
    }

    @Override
    public void close() {
        api.close();
    }
}
