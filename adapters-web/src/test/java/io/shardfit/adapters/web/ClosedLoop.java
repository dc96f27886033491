package io.shardfit.adapters.web;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Sends one request after the other on each of so many connections, and times each from its first
/// byte to the last of the answer. Plain sockets, so that the client costs little of the processor
/// that it shares with the server.
///
/// @param requests the n-th request, whole
final class ClosedLoop {
    private final InetSocketAddress server;
    private final IntFunction<byte[]> requests;
    private int next;

    ClosedLoop(InetSocketAddress server, IntFunction<byte[]> requests) {
        this.server = server;
        this.requests = requests;
    }

    /// What was measured.
    ///
    /// @param nanos of each answer, sorted
    /// @param failed answers that were no 2xx
    record Result(double perSecond, long[] nanos, int failed) {
        double millis(double quantile) {
            return nanos.length == 0
                    ? Double.NaN
                    : nanos[(int) Math.min(nanos.length - 1L, (long) (quantile * nanos.length))]
                            / 1e6;
        }

        String line(String what, int connections) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %.2f | %.2f | %.2f | %d |",
                    what,
                    connections,
                    perSecond,
                    millis(0.5),
                    millis(0.99),
                    millis(0.999),
                    failed);
        }
    }

    /// A request with its body, on a connection that stays open.
    static byte[] request(String method, String path, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(method, path, headers, content.length)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    private synchronized int number() {
        return next++;
    }

    Result run(int connections, double seconds) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Future<Sample>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> connection(end)));
            }
            List<Sample> samples = new ArrayList<>();
            for (Future<Sample> one : running) {
                samples.add(one.get());
            }
            long[] nanos =
                    samples.stream()
                            .flatMapToLong(one -> Arrays.stream(one.nanos()))
                            .sorted()
                            .toArray();
            int failed = samples.stream().mapToInt(Sample::failed).sum();
            return new Result(nanos.length / seconds, nanos, failed);
        }
    }

    private record Sample(long[] nanos, int failed) {}

    private Sample connection(long end) throws IOException {
        long[] nanos = new long[1024];
        int count = 0;
        int failed = 0;
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(server);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            while (System.nanoTime() < end) {
                byte[] request = requests.apply(number());
                long start = System.nanoTime();
                out.write(request);
                failed += answer(in) / 100 == 2 ? 0 : 1;
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = System.nanoTime() - start;
            }
        }
        return new Sample(Arrays.copyOf(nanos, count), failed);
    }

    /// {@return the status, after the whole answer was read}
    private static int answer(InputStream in) throws IOException {
        String first = line(in);
        long length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
        }
        if (chunked) {
            for (long chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
                in.skipNBytes(chunk + 2);
            }
            line(in);
        } else {
            in.skipNBytes(length);
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    private static long chunk(InputStream in) throws IOException {
        return Long.parseLong(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next == -1) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
