package io.shardfit.adapters.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Settings.Given NOTHING =
            new Settings.Given(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir private Path folder;
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void withoutAnythingItIsTheServerOfThisMachine() {
        assertThat(known(NOTHING).server())
                .isEqualTo(new Setting("http://127.0.0.1:8080", "built in"));
        assertThat(known(NOTHING).token()).isEmpty();
        assertThat(known(NOTHING).warnings()).isEmpty();
    }

    @Test
    void anOptionCountsBeforeTheEnvironmentAndThatBeforeAFile() throws IOException {
        Path file = write(folder.resolve(".shardfit.yaml"), "server: http://localhost:1\ntoken: c");
        assertThat(known(NOTHING).server())
                .isEqualTo(new Setting("http://localhost:1", file + ":1"));
        assertThat(known(NOTHING).token()).contains(new Setting("c", file + ":2"));

        environment.put("SHARDFIT_SERVER", "http://localhost:2");
        environment.put("SHARDFIT_TOKEN", "b");
        assertThat(known(NOTHING).server())
                .isEqualTo(new Setting("http://localhost:2", "SHARDFIT_SERVER"));
        assertThat(known(NOTHING).token()).contains(new Setting("b", "SHARDFIT_TOKEN"));

        Settings.Known given =
                known(
                        new Settings.Given(
                                Optional.of("http://localhost:3/"),
                                Optional.of("a"),
                                Optional.empty()));
        assertThat(given.server()).isEqualTo(new Setting("http://localhost:3/", "--server"));
        assertThat(given.address()).hasToString("http://localhost:3");
        assertThat(given.token()).contains(new Setting("a", "--token"));
    }

    @Test
    void looksUpwardToTheRootOfTheRepositoryAndNoFurther() throws IOException {
        Path root = Files.createDirectories(folder.resolve("above/repository"));
        Path start = Files.createDirectories(root.resolve("deploy/plans"));
        write(folder.resolve("above/.shardfit.yaml"), "server: http://localhost:9");

        assertThat(server(start)).as("no repository").isEqualTo(ServerAddress.LOCAL);
        Files.createDirectory(root.resolve(".git"));
        assertThat(server(start)).as("above the repository").isEqualTo(ServerAddress.LOCAL);
        write(root.resolve(".shardfit.yaml"), "server: http://localhost:1");
        assertThat(server(start)).isEqualTo("http://localhost:1");
        write(root.resolve("deploy/.shardfit.yaml"), "server: http://localhost:2");
        assertThat(server(start)).as("the nearest").isEqualTo("http://localhost:2");
    }

    @Test
    void takesTheFileOfTheUserLast() throws IOException {
        Path own = Files.createDirectories(folder.resolve("config/shardfit"));
        write(own.resolve("config.yaml"), "server: http://localhost:5");
        Path start = Files.createDirectory(folder.resolve("work"));
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());

        assertThat(server(start)).isEqualTo("http://localhost:5");
        write(start.resolve(".shardfit.yaml"), "server: http://localhost:6");
        assertThat(server(start)).isEqualTo("http://localhost:6");
    }

    /// Else whoever writes the repository would choose where the user's own token goes.
    @Test
    void mixesNoTokenOfOneFileWithTheServerOfAnother() throws IOException {
        Path own = Files.createDirectories(folder.resolve("config/shardfit"));
        write(own.resolve("config.yaml"), "token: sft_mine");
        Path start = Files.createDirectory(folder.resolve("work"));
        write(start.resolve(".shardfit.yaml"), "server: https://elsewhere.example");
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());

        assertThat(((Settings.Known) Settings.of(NOTHING, environment, start)).token()).isEmpty();
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        environment.put("SHARDFIT_CONFIG", folder.resolve("none.yaml").toString());

        assertThat(error(NOTHING)).contains("none.yaml:1:1: the file does not exist");
    }

    @Test
    void anUnknownKeyIsAnError() throws IOException {
        write(folder.resolve(".shardfit.yaml"), "sevrer: http://localhost:1");

        assertThat(error(NOTHING)).contains(".shardfit.yaml:1:1: sevrer").contains("`server`");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host, is no address",
        "host:8080, is no address",
        "https://, is no address",
        "http://u:secret@host, has a user or a password",
        "http://host?x=secret, has more than a path",
        "http://ho st, is no address",
    })
    void refusesWhatIsNoAddressWithoutRepeatingIt(String text, String problem) {
        environment.put("SHARDFIT_SERVER", text);

        assertThat(error(NOTHING))
                .startsWith("SHARDFIT_SERVER: " + problem)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft_secret with blank", "sft_secret\nX-Header: 1", "sft_secret\u00e9"})
    void refusesWhatIsNoTokenWithoutRepeatingIt(String text) {
        environment.put("SHARDFIT_TOKEN", text);

        assertThat(error(NOTHING)).startsWith("SHARDFIT_TOKEN: ").doesNotContain("secret");
    }

    @Test
    void warnsOfAFileThatEverybodyCanRead() throws IOException {
        Path file = write(folder.resolve(".shardfit.yaml"), "token: sft_secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(known(NOTHING).warnings())
                .singleElement()
                .asString()
                .contains("chmod 600")
                .doesNotContain("secret");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(known(NOTHING).warnings()).isEmpty();
    }

    @Test
    void warnsOfATokenThatOthersCanReadOnTheWay() {
        environment.put("SHARDFIT_TOKEN", "sft_x");
        environment.put("SHARDFIT_SERVER", "http://shardfit.example");
        assertThat(known(NOTHING).warnings()).singleElement().asString().contains("use https");

        environment.put("SHARDFIT_SERVER", "https://shardfit.example");
        assertThat(known(NOTHING).warnings()).isEmpty();
    }

    @Test
    void neverPrintsAToken() {
        environment.put("SHARDFIT_TOKEN", "sft_secret");

        assertThat(known(NOTHING).toString()).doesNotContain("secret");
    }

    private Settings.Known known(Settings.Given given) {
        return (Settings.Known) Settings.of(given, environment, folder);
    }

    private String server(Path start) {
        return ((Settings.Known) Settings.of(NOTHING, environment, start)).server().value();
    }

    private String error(Settings.Given given) {
        Settings settings = Settings.of(given, environment, folder);
        assertThat(settings).isInstanceOf(Settings.Rejected.class);
        return ((Settings.Rejected) settings).errors().getFirst().toString();
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text + "\n");
    }
}
