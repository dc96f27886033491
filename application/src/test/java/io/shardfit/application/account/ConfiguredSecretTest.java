package io.shardfit.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredSecretTest {
    @TempDir private Path folder;

    @Test
    void isItself() {
        assertThat(ConfiguredSecret.of("SECRET", "swordfish")).contains("swordfish");
        assertThat(ConfiguredSecret.of("SECRET", " ")).isEmpty();
    }

    @Test
    void isInTheFileThatItNames() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "swordfish\n");

        assertThat(ConfiguredSecret.of("SECRET", "file:" + file)).contains("swordfish");
    }

    @Test
    void refusesAFileWithoutOne() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path missing = folder.resolve("missing");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguredSecret.of("SECRET", "file:" + empty))
                .withMessage("the file %s, which SECRET names, is empty", empty);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguredSecret.of("SECRET", "file:" + missing))
                .withMessage("cannot read the file %s, which SECRET names", missing);
    }
}
