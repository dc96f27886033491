package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A ledger in a folder of a test, as the packaged program serves and audits it.
record ServedLedger(Path folder) {
    private static final String LISTENING = "shardfit: listening on ";

    String data() {
        return folder.resolve("ledger").toString();
    }

    static Result audit(String... arguments) {
        return Program.shardfit(
                        Stream.concat(Stream.of("audit"), Stream.of(arguments))
                                .toArray(String[]::new))
                .run();
    }

    /// {@return the entries that a server which is started and stopped again hands out}
    List<String> served(String... options) throws Exception {
        Process server = serve(options);
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(address(server) + "/api/v1/events?limit=1000"))
                            .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, BodyHandlers.ofLines()).body().toList();
            }
        } finally {
            stop(server);
        }
    }

    Process serve(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data()));
        arguments.addAll(List.of(options));
        Program program = Program.shardfit(arguments.toArray(String[]::new));
        ProcessBuilder builder = new ProcessBuilder(program.command());
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        return builder.directory(folder.toFile()).start();
    }

    /// Waits until it listens.
    static String address(Process server) throws IOException {
        BufferedReader said = server.errorReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(LISTENING)) {
                return line.substring(LISTENING.length(), line.indexOf(','));
            }
            all.append(line).append('\n');
        }
        throw new AssertionError("the server did not start: " + all);
    }

    static void stop(Process server) throws InterruptedException {
        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).as("stopped when told to").isTrue();
    }
}
