package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script `shardfit` at the root of the repository.
class LauncherIT {
    private static final Path LAUNCHER = Program.ROOT.resolve("shardfit");
    private static final String JDK = System.getProperty("java.home");

    @TempDir private Path folder;

    @Test
    void startsFromAnotherFolderAndKeepsIt() throws IOException {
        Files.copy(Program.FOUNDING.resolve("ep16-dp1-computed.yaml"), folder.resolve("my.yaml"));

        Result result = launcher(LAUNCHER, "check", "my.yaml").in(folder).run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("READY").contains("--> my.yaml:16:3");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void startsThroughLinksToLinks() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        Path first = Files.createSymbolicLink(folder.resolve("bin/first"), LAUNCHER);
        Path second = Files.createSymbolicLink(folder.resolve("second"), folder.relativize(first));

        Result result = launcher(second, "--version").in(folder).run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("shardfit ");
    }

    @ParameterizedTest
    @CsvSource({
        "llama3-70b-h100-training,  0",
        "llama3-70b-tight,          0",
        "deepseek-v3-h100-training, 1",
        "missing,                   2",
        "unknown,                   3",
    })
    void passesTheExitCodeOn(String plan, int exitCode) {
        assertThat(launcher(LAUNCHER, "check", example(plan)).run().exitCode()).isEqualTo(exitCode);
    }

    @Test
    void passesStandardInputOn() throws IOException {
        byte[] plan = Files.readAllBytes(Program.FOUNDING.resolve("ep16-dp4.yaml"));

        Result result =
                launcher(LAUNCHER, "check", "-", "--stdin-name", "a  b * $HOME.yaml")
                        .reading(plan)
                        .run();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).contains("--> a  b * $HOME.yaml:19:1");
    }

    @Test
    void passesArgumentsWithBlanksOn() throws IOException {
        String name = "my plan [1] 'x' \"y\" \\.yaml";
        Files.copy(Program.FOUNDING.resolve("ep16-dp1-computed.yaml"), folder.resolve(name));

        Result result = launcher(LAUNCHER, "check", name).in(folder).run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("--> " + name + ":16:3");
    }

    @Test
    void keepsDataAndErrorsApart() {
        Result result = launcher(LAUNCHER, "check", "-o", "json", "missing.yaml").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json().at("errors[0].code")).isEqualTo("INPUT");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws IOException {
        Path old = jdk17();
        Path home = Files.createDirectories(folder.resolve("home/.jdks"));
        Files.createSymbolicLink(home.resolve("25"), Path.of(JDK));

        Result result =
                launcher(LAUNCHER, "--version")
                        .with("JAVA_HOME", old.toString())
                        .with("HOME", home.getParent().toString())
                        .with("PATH", old.resolve("bin") + ":" + System.getenv("PATH"))
                        .run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("shardfit ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void refusesAnExplicitJavaThatIsNotThere() {
        Result result =
                launcher(LAUNCHER, "--version").with("SHARDFIT_JAVA_HOME", "/no/such/jdk").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err())
                .isEqualTo("shardfit: SHARDFIT_JAVA_HOME=/no/such/jdk is not a JDK 25 or later.\n");
    }

    @Test
    void refusesAnExplicitJavaThatIsTooOld() throws IOException {
        Result result =
                launcher(LAUNCHER, "--version")
                        .with("SHARDFIT_JAVA_HOME", jdk17().toString())
                        .run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("is not a JDK 25 or later.").hasLineCount(1);
    }

    /// Looks like a JDK 17 and fails loudly if it is ever started.
    private Path jdk17() throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk-17"));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        for (String tool : List.of("java", "javac")) {
            Path file = home.resolve("bin").resolve(tool);
            Files.writeString(file, "#!/bin/sh\necho 'Java 17 was started' >&2\nexit 99\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private static Program launcher(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return Program.command(command).with("JAVA_HOME", JDK).with("SHARDFIT_BUILD", "never");
    }
}
