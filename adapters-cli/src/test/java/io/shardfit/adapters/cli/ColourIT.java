package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shardfit.adapters.cli.Program.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColourIT {
    private static final String ESCAPE = "\u001B";
    private static final String PLAN = example("llama3-70b-tight");

    @Test
    void isOffInAPipe() {
        assertThat(shardfit("check", PLAN).with("TERM", "xterm-256color").run().out())
                .doesNotContain(ESCAPE);
    }

    @Test
    void isOnWhenForced() {
        assertThat(shardfit("check", PLAN).with("CLICOLOR_FORCE", "1").run().out())
                .contains(ESCAPE);
        assertThat(shardfit("check", PLAN, "--color=always").run().out()).contains(ESCAPE);
    }

    @Test
    void isNotForcedByZero() {
        assertThat(shardfit("check", PLAN).with("CLICOLOR_FORCE", "0").run().out())
                .doesNotContain(ESCAPE);
    }

    @Test
    void theOptionWinsOverTheEnvironment() {
        assertThat(shardfit("check", PLAN, "--color=never").with("CLICOLOR_FORCE", "1").run().out())
                .doesNotContain(ESCAPE);
        assertThat(shardfit("check", PLAN, "--color=always").with("NO_COLOR", "1").run().out())
                .contains(ESCAPE);
    }

    @Test
    void refusalWinsOverForce() {
        Program both = shardfit("check", PLAN).with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1");

        assertThat(both.run().out()).doesNotContain(ESCAPE);
    }

    @Test
    void anEmptyRefusalIsNone() {
        Program program = shardfit("check", PLAN).with("CLICOLOR_FORCE", "1").with("NO_COLOR", "");

        assertThat(program.run().out()).contains(ESCAPE);
    }

    @Test
    void carriesNoMeaningOfItsOwn() {
        String plain = shardfit("check", PLAN, "--color=never").run().out();
        String coloured = shardfit("check", PLAN, "--color=always").run().out();

        assertThat(coloured.replaceAll(ESCAPE + "\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    @Test
    void neverEntersMachineFormats() {
        for (String[] line :
                List.of(
                        new String[] {"check", "-o", "json", PLAN},
                        new String[] {"check", "-o", "json", "--color=always", PLAN},
                        new String[] {"check", "-o", "json", "missing.yaml"},
                        new String[] {"report", PLAN})) {
            Result result = shardfit(line).with("CLICOLOR_FORCE", "1").run();

            assertThat(result.out()).isNotEmpty().doesNotContain(ESCAPE);
        }
    }

    @Test
    void isOnAtATerminalUnlessItIsDumb() {
        assertThat(atATerminal("xterm-256color")).contains(ESCAPE).contains("TIGHT");
        assertThat(atATerminal("dumb")).doesNotContain(ESCAPE).contains("TIGHT");
    }

    /// util-linux's `script` gives a program a terminal of its own.
    private static String atATerminal(String kind) {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/script"))).isTrue();
        String line = shardfit("check", PLAN).asShellWords();
        return Program.command(List.of("/usr/bin/script", "-qec", line, "/dev/null"))
                .with("TERM", kind)
                .run()
                .out();
    }
}
