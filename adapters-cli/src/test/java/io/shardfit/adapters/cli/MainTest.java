package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {
    private final InputStream input = System.in;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setIn(input);
        System.setErr(errors);
    }

    @Test
    void aBugIsNeverMistakenForAVerdict() throws Exception {
        System.setIn(failingWith(new IllegalStateException("a planted bug")));

        int exitCode = Main.run("check", "-");

        String sentence = said.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).isEqualTo(70);
        assertThat(sentence)
                .startsWith("shardfit: this is a bug in Shardfit, not in your plan")
                .hasLineCount(1);
        Path report = Path.of(sentence.substring(sentence.lastIndexOf(' ') + 1).strip());
        assertThat(Files.readString(report)).contains("a planted bug").contains("\tat ");
        Files.delete(report);
    }

    @Test
    void norIsAnErrorOfTheMachine() {
        System.setIn(failingWith(new StackOverflowError("planted")));

        assertThat(Main.run("check", "-")).isEqualTo(70);
    }

    static InputStream failingWith(Throwable bug) {
        return new InputStream() {
            @Override
            public int read() {
                throw MainTest.<RuntimeException>unchecked(bug);
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable bug) throws T {
        throw (T) bug;
    }
}
