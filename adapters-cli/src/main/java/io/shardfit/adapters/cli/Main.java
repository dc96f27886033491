package io.shardfit.adapters.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Starts the program and answers for whatever goes wrong inside it: an error of ours must never
/// look like a verdict. Commands that judge files start no framework and open no connection.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// {@return the exit code; every error, whatever its kind, is a bug and gives 70}
    static int run(String... arguments) {
        try {
            return RootCommand.run(arguments);
        } catch (Throwable bug) {
            return reported(bug);
        }
    }

    /// Keeps the trace in a file and names it in one line.
    static int reported(Throwable bug) {
        if (bug instanceof AnswerLost lost) {
            System.err.println("shardfit: the answer could not be written: " + lost.getMessage());
            return ExitCode.NOT_WRITTEN;
        }
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        String kept;
        try {
            Path file = Files.createTempFile("shardfit-bug-", ".txt");
            Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
            kept = file.toString();
        } catch (IOException unwritable) {
            kept = "what follows:\n" + trace;
        }
        System.err.println(
                "shardfit: this is a bug in Shardfit, not in your plan; please report it with "
                        + kept);
        return ExitCode.BUG;
    }
}
