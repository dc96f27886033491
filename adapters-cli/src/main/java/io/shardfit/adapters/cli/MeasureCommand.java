package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonObject;
import io.shardfit.application.format.Position;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Records what a run printed beside what its plan predicts.
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description =
                "Gives the server what a run of a deployment printed; it compares that with the"
                        + " plan and records both. Reads what `shardfit compare` reads.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:every measurement lies in its interval",
            " 1:at least one lies outside",
            " 2:usage or unreadable input",
            " 3:nothing to compare; nothing is recorded",
            " 4:needs login, or refused",
            " 5:no answer of the server; try again",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class MeasureCommand implements Callable<Integer> {
    @Mixin private WriteOptions server = new WriteOptions();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = NameOption.class,
            description = "the deployment")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "what a run printed; - reads standard input")
    private List<String> files = List.of();

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            converter = PercentOption.class,
            description = "how far beyond its interval a measurement still agrees (default: 1%%)")
    private @Nullable Share tolerance;

    @Override
    public Integer call() {
        Optional<InputError> twice = InputFile.namedTwice(files.toArray(String[]::new));
        if (twice.isPresent()) {
            return TeamServer.rejected(server.output(), List.of(twice.orElseThrow()));
        }
        List<Json> contents = new ArrayList<>();
        List<InputError> errors = new ArrayList<>();
        for (String file : files) {
            switch (InputFile.read(file, "<stdin>")) {
                case InputFile.Unreadable(InputError error) -> errors.add(error);
                case InputFile.Content(String called, byte[] bytes)
                        when bytes.length == InputFile.LIMIT ->
                        errors.add(tooLong(called));
                case InputFile.Content(String called, byte[] bytes) ->
                        contents.add(content(called, bytes));
            }
        }
        return errors.isEmpty() ? send(contents) : TeamServer.rejected(server.output(), errors);
    }

    private static InputError tooLong(String file) {
        return new InputError(
                file,
                Position.START,
                "",
                "the file has more than 1 MiB, which is what a server takes",
                "send the part that shows memory, or use `shardfit compare`, which reads all of"
                        + " it");
    }

    private int send(List<Json> contents) {
        Json.Builder body = Json.fields().with("files", Json.items(contents));
        if (tolerance != null) {
            body.with("tolerance", share(tolerance.fraction()));
        }
        return TeamServer.talk(
                server,
                Role.AUTHOR,
                talk ->
                        talk.write(
                                Call.post(body.build(), "plans", name, "measurements"),
                                this::print,
                                MeasureCommand::exitCode));
    }

    private static Json share(double fraction) {
        return Json.figure(
                Derivation.of(
                        fraction,
                        "share",
                        "given",
                        "--tolerance",
                        Derivation.term("given", fraction, "of a measured amount", "--tolerance")));
    }

    /// Text goes as it is; a snapshot is no text.
    private static Json content(String called, byte[] bytes) {
        Json.Builder file = Json.fields().with("name", called);
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return file.with("content", text).build();
        } catch (CharacterCodingException binary) {
            return file.with("base64", Base64.getEncoder().encodeToString(bytes)).build();
        }
    }

    private void print(Terminal terminal, JsonObject comparison) {
        if (isEmpty(comparison)) {
            nothing(terminal, comparison);
            return;
        }
        TeamPrinter.head(terminal, comparison.isTrue("agrees") ? "AGREES" : "DIFFERS", name);
        TeamPrinter.field(
                terminal,
                "compared",
                "%d amounts, %d capacities"
                        .formatted(
                                comparison.objects("rows").size(),
                                comparison.objects("capacity").size()));
        comparison.objects("rows").stream()
                .filter(row -> !row.words("standing").equals("within"))
                .forEach(
                        row -> TeamPrinter.field(terminal, row.words("standing"), row.words("id")));
        terminal.line("  recorded; `shardfit compare` explains differences");
    }

    private void nothing(Terminal terminal, JsonObject comparison) {
        TeamPrinter.head(terminal, "NOTHING TO COMPARE", name);
        comparison.objects("notCompared").stream()
                .map(one -> "%s: %s".formatted(one.words("id"), one.words("reason")))
                .distinct()
                .forEach(line -> terminal.wrapped("  ", "    ", Terminal.harmless(line)));
        comparison
                .texts("notes")
                .forEach(note -> terminal.wrapped("  ", "    ", Terminal.harmless(note)));
        terminal.line("  nothing is recorded");
    }

    private static boolean isEmpty(JsonObject comparison) {
        return comparison.objects("rows").isEmpty() && comparison.objects("capacity").isEmpty();
    }

    private static int exitCode(JsonObject comparison) {
        if (isEmpty(comparison)) {
            return ExitCode.UNKNOWN;
        }
        return comparison.isTrue("agrees") ? ExitCode.PASSED : ExitCode.NOT_READY;
    }
}
