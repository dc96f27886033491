package io.shardfit.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Databases out there have run the merged migrations: an edit would reach none of them. The list
/// is as `sha256sum V*.sql` prints it; `.ci/migrations-unchanged` holds the list itself to the main
/// branch.
class MergedMigrationsTest {
    private static final Path FILES = Path.of("src/main/resources/io/shardfit/migrations");

    @Test
    void everyMigrationIsAsItWasMerged() throws IOException {
        List<String> found;
        try (Stream<Path> files = Files.list(FILES)) {
            found =
                    files.filter(file -> file.toString().endsWith(".sql"))
                            .sorted()
                            .map(MergedMigrationsTest::line)
                            .toList();
        }
        assertThat(found)
                .as("write a new migration instead, and add its line to checksums")
                .isEqualTo(Files.readAllLines(FILES.resolve("checksums")));
    }

    @Test
    void everyMigrationIsNamedByItsMinute() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name ->
                            name.equals("checksums") || name.matches("V20\\d{10}__[a-z_]+\\.sql"));
        }
    }

    private static String line(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash) + "  " + file.getFileName();
        } catch (IOException | NoSuchAlgorithmException failed) {
            throw new AssertionError(failed);
        }
    }
}
