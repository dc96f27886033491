package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final String ORIGIN = "example.org/log";

    @TempDir private Path folder;

    @Test
    void aKeyIsMadeOnceAndReadByItsOwnerAlone() throws IOException {
        Path file = folder.resolve("log.key");

        SigningKey made = new KeyFile(file).readOrCreate(ORIGIN);
        SigningKey read = new KeyFile(file).readOrCreate(ORIGIN);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(read.verifyingKey()).isEqualTo(made.verifyingKey());
        assertThat(made.verifyingKey().check(read.sign("text\n"))).isEqualTo(SignatureCheck.RIGHT);
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws IOException {
        Path file = folder.resolve("log.key");
        new KeyFile(file).readOrCreate(ORIGIN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> new KeyFile(file).readOrCreate(ORIGIN))
                .hasMessageContaining("log.key: others can read the signing key")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void theKeyOfAnotherLogIsNotUsed() {
        Path file = folder.resolve("log.key");
        new KeyFile(file).readOrCreate(ORIGIN);

        assertThatThrownBy(() -> new KeyFile(file).readOrCreate("example.org/other"))
                .hasMessageContaining("holds the key of example.org/log, not of example.org/other");
    }
}
