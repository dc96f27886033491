package io.shardfit.adapters.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;

/// What the server can take, beside an endpoint of the same server that does nothing, in one run on
/// the loopback address. Arguments: seconds of each measurement, deployments and events of the full
/// log, connections, and 4 for the second compiler, which `./shardfit serve` leaves out (it costs
/// memory, and minutes until it is done). The bars of issue 6: admission 2,000/s with p99 20 ms,
/// submit 1,000/s with p99 50 ms, pages 100 ms at 10,000 deployments and 1,000,000 events, 300 MB.
final class ServerBenchmark {
    private static final int FEW = 10_000;
    private final Process process;
    private final BufferedReader said;
    private final PrintStream tell;
    private final InetSocketAddress server;
    private final String plan;
    private final double seconds;

    private ServerBenchmark(double seconds, int compilers) throws IOException {
        this.seconds = seconds;
        this.process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx144m",
                                "-XX:+UseSerialGC", // as ./shardfit serve
                                "-XX:TieredStopAtLevel=" + compilers,
                                "-Dshardfit.writes-per-second=0", // one sender for all
                                "-cp",
                                System.getProperty("java.class.path"),
                                BenchmarkedServer.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        this.said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        String[] words = answer().split(" ", -1);
        URI address = URI.create(words[0]);
        this.server = new InetSocketAddress(address.getHost(), address.getPort());
        this.plan = words[1];
    }

    private String answer() throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("benchmark: ")) {
                return line.substring(11);
            }
        }
        throw new IOException("the server is gone");
    }

    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 10;
        int deployments = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int events = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
        int connections = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 16;
        int compilers = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
        ServerBenchmark benchmark = new ServerBenchmark(seconds, compilers);
        try {
            System.out.printf(
                    "load of the machine: %s%n",
                    Files.readString(Path.of("/proc/loadavg")).strip());
            System.out.println(
                    "| what | connections | /s | p50 ms | p99 ms | p99.9 ms | not 2xx | µs of"
                            + " processor each |");
            System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
            benchmark.load(connections);
            benchmark.pages("short log");
            benchmark.fill(deployments, Math.min(events, FEW));
            benchmark.pages("%,d events".formatted(Math.min(events, FEW)));
            benchmark.fill(deployments, events);
            benchmark.pages("%,d deployments, %,d events".formatted(deployments, events));
            benchmark.load(connections);
        } finally {
            benchmark.process.destroy();
            benchmark.process.waitFor();
        }
    }

    private void fill(int deployments, int events) throws IOException {
        tell.println("fill %d %d".formatted(deployments, events));
        answer();
    }

    private void load(int connections) throws Exception {
        byte[] bare = ClosedLoop.request("GET", "/health/live", "", "");
        byte[] review =
                ClosedLoop.request(
                        "POST",
                        "/k8s/admission/v1/staging",
                        "Content-Type: application/json\r\n",
                        review());
        String file = Files.readString(Path.of("..", "examples/founding/ep16-dp1-computed.yaml"));
        String run = UUID.randomUUID().toString().substring(0, 8);
        print("bare: a constant of JSON", connections, _ -> bare);
        print("admission, allowed", connections, _ -> review);
        print(
                "submit of a new plan",
                connections,
                number ->
                        ClosedLoop.request(
                                "POST",
                                "/api/v1/plans/run-%s-%d".formatted(run, number),
                                "Content-Type: application/yaml\r\nIdempotency-Key: %s-%d\r\n"
                                        .formatted(run, number),
                                // no two plans alike
                                file.replace(
                                        "globalBatch: 128", "globalBatch: " + (128 + number))));
        print("bare again", connections, _ -> bare);
        System.out.printf(Locale.ROOT, "%nRSS of the server: %s%n%n", resident());
    }

    private void pages(String when) throws Exception {
        for (String path : new String[] {"/", "/audit"}) {
            byte[] page = ClosedLoop.request("GET", path, "Accept: text/html\r\n", "");
            print(path + ", " + when, 1, _ -> page);
        }
    }

    /// As long again warms up and is not counted.
    private void print(String what, int connections, IntFunction<byte[]> requests)
            throws Exception {
        ClosedLoop loop = new ClosedLoop(server, requests);
        loop.run(connections, seconds);
        Duration before = processor();
        ClosedLoop.Result result = loop.run(connections, seconds);
        double micros = processor().minus(before).toNanos() / 1e3 / result.nanos().length;
        System.out.printf(Locale.ROOT, "%s %.0f |%n", result.line(what, connections), micros);
    }

    /// What the server used of the processors, without its database: it tells something on a busy
    /// machine, too.
    private Duration processor() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList()
                .toString();
    }

    private String review() {
        return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind":{"group":"batch","version":"v1","kind":"Job"},"resource":{"group":"batch","version":"v1","resource":"jobs"},
        "name":"train","namespace":"ml","operation":"CREATE","userInfo":{"username":"system:serviceaccount:ml:ci",
        "groups":["system:serviceaccounts","system:authenticated"]},"object":{"kind":"Job","apiVersion":"batch/v1",
        "metadata":{"name":"train","namespace":"ml","annotations":{"shardfit.io/plan-digest":"%s","shardfit.io/deployment":"approved"}},
        "spec":{"parallelism":2,"completions":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main",
        "image":"registry.example/train:1","env":[{"name":"NCCL_DEBUG","value":"INFO"}],
        "resources":{"limits":{"nvidia.com/gpu":"8"}}}]}}}},"oldObject":null,"dryRun":false}}
        """
                .formatted(plan);
    }
}
