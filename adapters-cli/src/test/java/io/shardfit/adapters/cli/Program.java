package io.shardfit.adapters.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The packaged program, run as its users run it: a process of its own with exactly the environment
/// that a test names. Nothing waits longer than a minute.
record Program(List<String> command, Map<String, String> environment, Path folder, byte[] input) {
    static final Path ROOT = Path.of(System.getProperty("shardfit.root")).toAbsolutePath();
    static final Path FOUNDING = ROOT.resolve("examples/founding");
    private static final String JAR = System.getProperty("shardfit.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> START =
            List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Map<String, String> PLAIN =
            Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8", "COLUMNS", "100");

    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        input = input.clone();
    }

    /// What the launcher keeps for a quick start, made once for all tests: hundreds of starts take
    /// two thirds of the time.
    private static final class Cache {
        static final List<String> OPTIONS = options();

        private static List<String> options() {
            Path file = Path.of(JAR).resolveSibling("integration-tests.aot");
            List<String> command = new ArrayList<>(START);
            command.addAll(List.of("-XX:AOTCacheOutput=" + file, "-jar", JAR, "check"));
            command.add(FOUNDING.resolve("ep16-dp4.yaml").toString());
            try {
                Files.deleteIfExists(file);
                Process training =
                        new ProcessBuilder(command)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start();
                training.onExit().join();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return Files.exists(file)
                    ? List.of("-XX:AOTCache=" + file, "-Xlog:disable")
                    : List.of();
        }
    }

    /// What a run left behind.
    record Result(int exitCode, byte[] stdout, byte[] stderr) {
        String out() {
            return utf8(stdout);
        }

        String err() {
            return utf8(stderr);
        }

        String firstWord() {
            return out().split("\\s", 2)[0];
        }

        JsonDocument json() {
            return JsonDocument.of(out());
        }

        private static String utf8(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException malformed) {
                throw new AssertionError("not UTF-8: " + new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    static Program shardfit(String... arguments) {
        return javaWith(List.of(), arguments);
    }

    static Program javaWith(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(START);
        command.addAll(Cache.OPTIONS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(arguments));
        return command(command);
    }

    static Program command(List<String> command) {
        return new Program(command, PLAIN, ROOT, new byte[0]);
    }

    static String example(String name) {
        return ROOT.resolve("examples").resolve(name + ".yaml").toString();
    }

    Program with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new Program(command, more, folder, input);
    }

    Program in(Path other) {
        return new Program(command, environment, other, input);
    }

    Program reading(byte[] bytes) {
        return new Program(command, environment, folder, bytes);
    }

    /// {@return this program as one line for a shell}
    String asShellWords() {
        StringBuilder words = new StringBuilder();
        command.forEach(word -> words.append(words.isEmpty() ? "" : " ").append("'" + word + "'"));
        return words.toString();
    }

    Result run() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return finish(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Result finish(Process process) {
        try (ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> out = streams.submit(() -> process.getInputStream().readAllBytes());
            Future<byte[]> err = streams.submit(() -> process.getErrorStream().readAllBytes());
            streams.submit(() -> feed(process));
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("still running after a minute: " + command);
                }
                return new Result(
                        process.exitValue(),
                        out.get(10, TimeUnit.SECONDS),
                        err.get(10, TimeUnit.SECONDS));
            } catch (InterruptedException | ExecutionException | TimeoutException failed) {
                throw new AssertionError(failed);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private void feed(Process process) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException _) {
            // The program need not read all that it is given.
        }
    }
}
