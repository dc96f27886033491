package io.shardfit.adapters.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads the entries of one server as they come, as a browser does (HTML, "Server-sent events"):
/// what is not ended by an empty line was not received; when the connection ends it comes again
/// with the id of the last one, here to the other server.
final class FollowsTheLog implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final TwoServers servers;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger resumed = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    FollowsTheLog(TwoServers servers, int first) {
        this.servers = servers;
        this.thread = Thread.ofVirtual().start(() -> follow(first));
    }

    /// @param id as the server names it
    /// @param data the entry
    record Event(String id, String data) {}

    List<Event> events() {
        return events;
    }

    /// {@return how often it went on after a connection had ended}
    int resumed() {
        return resumed.get();
    }

    private void follow(int first) {
        for (int server = first; !closed; server = 1 - server) {
            try {
                read(server);
            } catch (IOException _) {
                // The server is gone, or not yet back.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read(int server) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(servers.address(server) + "/api/v1/events/stream?after=0"));
        Optional<String> last =
                events.isEmpty() ? Optional.empty() : Optional.of(events.getLast().id());
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> answer =
                client.send(request.build(), BodyHandlers.ofInputStream());
        last.ifPresent(_ -> resumed.incrementAndGet());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(id, data));
                    data = "";
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        client.shutdownNow();
    }
}
