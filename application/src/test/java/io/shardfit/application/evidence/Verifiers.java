package io.shardfit.application.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Asks the Java verifier and the script of the same export.
final class Verifiers {
    private static final long MINUTES = 5;

    private Verifiers() {}

    /// What a verifier found: nothing, or the places; a place is what stands before the first
    /// colon.
    record Answer(int exit, List<String> messages) {
        List<String> places() {
            return messages.stream().map(line -> line.split(": ")[0]).toList();
        }
    }

    static Answer java(Evidence evidence) {
        return switch (new Verifier().verify(evidence)) {
            case Verifier.Outcome.Sound _ -> new Answer(0, List.of());
            case Verifier.Outcome.Tampered(List<Tampering> found) ->
                    new Answer(1, found.stream().map(Tampering::message).toList());
            case Verifier.Outcome.Unreadable(String file, String why) ->
                    new Answer(2, List.of(file + ": " + why));
        };
    }

    static Answer python(Path script, Evidence evidence, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(options));
        command.addAll(List.of("-O", script.toString()));
        Stream.of(evidence.events(), evidence.checkpoint(), evidence.key())
                .forEach(path -> command.add(path.toString()));
        evidence.older().forEach(path -> command.add(path.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("the script does not end");
        }
        return new Answer(
                process.exitValue(),
                output.lines()
                        .filter(line -> !line.startsWith("OK "))
                        .map(line -> line.replace("TAMPERED: ", ""))
                        .toList());
    }

    static Path script(Path folder) throws IOException {
        Path script = folder.resolve("verify.py");
        try (InputStream resource =
                Objects.requireNonNull(Verifier.class.getResourceAsStream("verify.py"))) {
            Files.write(script, resource.readAllBytes());
        }
        return script;
    }
}
