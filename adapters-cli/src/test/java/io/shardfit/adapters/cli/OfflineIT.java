package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.javaWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands that judge files start no framework and open no connection. (The argument parser loads
/// java.sql and InetAddress, types that an option could have, and the JDK's file streams load
/// SocketChannelImpl to compare with; neither opens anything.)
class OfflineIT {
    private static final List<String> FORBIDDEN =
            List.of(
                    "io.micronaut.",
                    "io.netty.",
                    "org.postgresql.",
                    "com.zaxxer.",
                    "org.flywaydb.",
                    "io.shardfit.adapters.cli.remote.",
                    "java.net.http.",
                    "java.net.Socket ",
                    "java.net.ServerSocket ",
                    "java.net.DatagramSocket ",
                    "sun.nio.ch.NioSocketImpl ",
                    "sun.nio.ch.Net ");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "check PLAN,                           CheckCommand",
        "check -o json PLAN,                   CheckCommand",
        "report PLAN,                          ReportCommand",
        "explain MEM001,                       ExplainCommand",
        "explain memory.worst.totalBytes PLAN, ExplainCommand",
        "conventions PLAN,                     ConventionsCommand",
        "hardware,                             HardwareCommand",
        "submit --help,                        SubmitCommand",
    })
    void loadsNoClassOfAServer(String line, String witness) throws IOException {
        Path log = folder.resolve("classes.log");
        String[] words = line.replace("PLAN", example("llama3-70b-tight")).split(" ");

        int exitCode = javaWith(List.of("-Xlog:class+load:file=" + log), words).run().exitCode();

        assertThat(exitCode).isZero();
        List<String> classes = Files.readAllLines(log);
        assertThat(classes)
                .anyMatch(loaded -> loaded.contains("io.shardfit.adapters.cli." + witness));
        assertThat(classes)
                .noneMatch(
                        loaded -> FORBIDDEN.stream().anyMatch(name -> loaded.contains(" " + name)));
    }
}
