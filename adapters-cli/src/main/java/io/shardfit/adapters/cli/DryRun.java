package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.adapters.cli.remote.ServerAddress;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Says what would be sent. The token is no part of it.
final class DryRun {
    private static final String JSON = "application/json";
    private static final String NEW_KEY = "(a new one for each call)";

    private DryRun() {}

    /// @param key of the CI run; each call has a new one where there is none
    static int print(ServerAddress address, Call call, Optional<String> key, Output output) {
        switch (output) {
            case JSON ->
                    StandardOutput.write(
                            JsonText.pretty(
                                    document(
                                            address,
                                            key.map(one -> call.having(Call.IDEMPOTENCY_KEY, one))
                                                    .orElse(call))));
            case TEXT ->
                    lines(address, call.having(Call.IDEMPOTENCY_KEY, key.orElse(NEW_KEY))).finish();
        }
        return ExitCode.PASSED;
    }

    private static Terminal lines(ServerAddress address, Call call) {
        Terminal terminal = Terminal.ofProcess();
        terminal.line("would send, and sends nothing:");
        terminal.line("  %s %s%s".formatted(call.method(), address, call.target()));
        call.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header ->
                        terminal.line("  %s: %s".formatted(header.getKey(), header.getValue())));
        terminal.line("  " + Terminal.harmless(body(call)));
        return terminal;
    }

    private static Json document(ServerAddress address, Call call) {
        Json.Builder headers = Json.fields();
        call.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> headers.with(header.getKey(), header.getValue()));
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("dryRun", new Json.Flag(true))
                .with("method", call.method())
                .with("url", address + call.target())
                .with("headers", headers.build())
                .with("body", body(call))
                .build();
    }

    /// A plan is told by its digest, everything else as it is.
    private static String body(Call call) {
        return JSON.equals(call.headers().get("Content-Type"))
                ? new String(call.body(), StandardCharsets.UTF_8)
                : "%d bytes, %s".formatted(call.body().length, Digest.of(call.body()).text());
    }
}
