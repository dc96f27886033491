package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardInputIT {
    private static final Path PLAN = Program.FOUNDING.resolve("ep16-dp4.yaml");

    @Test
    void isJudgedLikeAFile() throws IOException {
        Result result = shardfit("check", "-").reading(Files.readAllBytes(PLAN)).run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.firstWord()).isEqualTo("NOT_READY");
        assertThat(result.out()).contains("--> <stdin>:19:1");
    }

    @Test
    void carriesTheNameItIsGiven() throws IOException {
        Result result =
                shardfit("check", "-", "--stdin-name", "rendered/plan.yaml")
                        .reading(Files.readAllBytes(PLAN))
                        .run();

        assertThat(result.out()).contains("--> rendered/plan.yaml:19:1").doesNotContain("<stdin>");
    }

    @Test
    void carriesItsNameInErrorsAndInJson() {
        Program program = shardfit("check", "-", "--stdin-name", "p.yaml", "-o", "json");

        Result result = program.reading(new byte[] {'4'}).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json().at("errors[0].source.file")).isEqualTo("p.yaml");
    }

    @Test
    void mayBeEmpty() {
        Result result = shardfit("check", "-").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "error: <stdin>:1:1: the file is empty; start from one of the files in examples/");
    }

    @Test
    void isReadByExplainAndReportToo() throws IOException {
        byte[] plan = Files.readAllBytes(PLAN);

        assertThat(shardfit("explain", "verdict", "-").reading(plan).run().out())
                .isEqualTo("verdict = NOT_READY\n");
        assertThat(shardfit("report", "-").reading(plan).run().out()).contains("moe-30b-ep16-dp4");
    }

    @Test
    void mayComeFromAProcessSubstitution() {
        String plan = example("llama3-70b-tight");
        String line =
                shardfit("check", "PLAN").asShellWords().replace("'PLAN'", "<(cat '" + plan + "')");

        Result result = Program.command(List.of("bash", "-c", line)).run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.firstWord()).isEqualTo("TIGHT");
    }
}
