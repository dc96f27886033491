package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers of one log sign with one key, which is there before either starts.
class AuditKeyIT {
    private static final String ORIGIN = "example.org/shardfit";

    @TempDir private Path folder;

    @Test
    void aKeyIsMadeOnceAndItsPublicHalfIsPrinted() throws Exception {
        Result made = key();
        Result again = key();

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).startsWith(ORIGIN + "+").hasLineCount(1);
        assertThat(again.out()).isEqualTo(made.out());
        List<String> lines = Files.readAllLines(file());
        assertThat(lines.getFirst()).startsWith("PRIVATE+KEY+" + ORIGIN + "+");
        assertThat(lines.get(1)).isEqualTo(made.out().strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aVariableHoldsTheKeyOrNamesItsFile() throws Exception {
        String open = key().out();

        assertThat(given(ORIGIN, Files.readString(file())).out()).isEqualTo(open);
        assertThat(given(ORIGIN, "file:" + file()).out()).isEqualTo(open);
    }

    @Test
    void aKeyOfAnotherLogIsRefusedAndNotShown() throws Exception {
        String open = key().out();
        String secret = Files.readString(file());

        Result other = given("example.org/other", secret);
        Result half = given(ORIGIN, open);

        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err())
                .contains("SHARDFIT_SIGNING_KEY: holds the key of " + ORIGIN)
                .contains("not of example.org/other")
                .doesNotContain(secret.lines().findFirst().orElseThrow());
        assertThat(half.exitCode()).isEqualTo(2);
        assertThat(half.err()).contains("SHARDFIT_SIGNING_KEY: not a signing key");
    }

    private Result key() {
        return Program.shardfit("audit", "key", "--origin", ORIGIN, "--key", file().toString())
                .run();
    }

    private Result given(String origin, String value) {
        return Program.shardfit("audit", "key", "--origin", origin)
                .with("SHARDFIT_SIGNING_KEY", value)
                .in(folder)
                .run();
    }

    private Path file() {
        return folder.resolve("ledger.key");
    }
}
