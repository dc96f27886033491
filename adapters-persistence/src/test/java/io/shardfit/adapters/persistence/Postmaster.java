package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process of a server, for tests that end it.
record Postmaster(Path directory) {
    /// SIGKILL: nothing is flushed, nobody is told.
    void kill() throws IOException {
        ProcessHandle process = ProcessHandle.of(number()).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    private long number() throws IOException {
        Path file = directory.resolve("data").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }
}
