package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What `serve` refuses before it opens anything.
class ServeCommandTest {
    private static final String[] PROVIDER = {
        "--oidc-issuer", "https://id.example", "--oidc-client-id", "shardfit"
    };

    private static final List<String> NO_SETTINGS =
            List.of("--help", "--version", "--known-checkpoint");

    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir private Path directory;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(errors);
    }

    @Test
    void whatOthersCanReachNeedsSomebodyToSignThemIn() {
        assertThat(refused("--host", "0.0.0.0"))
                .contains("0.0.0.0 can be reached from other machines")
                .contains("SHARDFIT_PUBLIC_URL", "SHARDFIT_OIDC_ISSUER", "SHARDFIT_OIDC_CLIENT_ID")
                .contains("or listen on 127.0.0.1");
        assertThat(refused("--host", "::")).contains(":: can be reached");
    }

    @Test
    void aMissingOrWrongSettingIsNamed() {
        assertThat(refused("--oidc-issuer", "https://id.example"))
                .contains("SHARDFIT_PUBLIC_URL is compulsory beside SHARDFIT_OIDC_ISSUER");
        assertThat(
                        refused(
                                "--oidc-issuer",
                                "https://id.example",
                                "--public-url",
                                "https://shardfit.example"))
                .contains("SHARDFIT_OIDC_CLIENT_ID is compulsory");
        assertThat(team("--public-url", "http://shardfit.example"))
                .contains("SHARDFIT_PUBLIC_URL is http://shardfit.example; it must be an https");
        assertThat(team("--public-url", "https://shardfit.example", "--step-up", "15"))
                .contains("SHARDFIT_STEP_UP is \"15\"; write hours and minutes as in PT15M");
        assertThat(team("--public-url", "https://shardfit.example", "--oidc-roles", "all"))
                .contains("\"all\" is no group=role");
        assertThat(team("--public-url", "https://shardfit.example", "--oidc-roles", "all=boss"))
                .contains("\"boss\" is no role");
        assertThat(refused("--log", "xml")).contains("--log takes text or json, not xml");
        assertThat(refused("--port", "70000")).contains("--port takes 0 to 65535");
    }

    private String team(String... arguments) {
        List<String> all = new ArrayList<>(List.of(PROVIDER));
        all.addAll(List.of(arguments));
        return refused(all.toArray(String[]::new));
    }

    /// Nothing is made on the disk.
    private String refused(String... arguments) {
        Path data = directory.resolve("data");
        List<String> all = new ArrayList<>(List.of("serve", "--data", data.toString()));
        all.addAll(List.of(arguments));
        said.reset();

        assertThat(Main.run(all.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
        assertThat(data).doesNotExist();
        return said.toString(StandardCharsets.UTF_8);
    }

    /// The one table of docs/server.md has every option that this command has, and no more than
    /// people can learn.
    @Test
    void everySettingIsDocumented() throws IOException {
        List<String> table =
                Files.readAllLines(Path.of("..", "docs", "server.md")).stream()
                        .dropWhile(line -> !line.startsWith("| option |"))
                        .takeWhile(line -> line.startsWith("|"))
                        .skip(2)
                        .toList();
        List<String> options =
                new CommandLine(new ServeCommand())
                        .getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                                .filter(name -> !NO_SETTINGS.contains(name))
                                .toList();

        assertThat(table).hasSizeBetween(options.size(), 20);
        assertThat(options)
                .hasSizeGreaterThan(10)
                .allSatisfy(name ->
                        assertThat(table).anyMatch(row -> row.startsWith("| `" + name + "` |")));
    }
}
