package io.shardfit.adapters.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How wide the answer may be: what `$COLUMNS` says, else what the terminal says to which standard
/// output goes. Shells do not export `$COLUMNS`, and Java does not know the size of a terminal. A
/// file and a pipe have no width.
final class TerminalWidth {
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("[0-9]{1,5} ([1-9][0-9]{0,4})");

    /// Asks the terminal on standard output, which is neither opened again nor read from, and
    /// answers on standard error, which is a pipe to us.
    private static final String[] QUESTION = {"sh", "-c", "stty size <&1 1>&2"};

    private static final long PATIENCE_MILLISECONDS = 1000;

    private TerminalWidth() {}

    static OptionalInt columns(Map<String, String> environment) {
        String stated = environment.getOrDefault("COLUMNS", "");
        if (stated.matches("[1-9][0-9]{0,3}")) {
            return OptionalInt.of(Integer.parseInt(stated));
        }
        return mayBeTerminal() ? asked() : OptionalInt.empty();
    }

    /// Spares a process where standard output is known to be a file or a pipe.
    private static boolean mayBeTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/") && !device.equals("/dev/null");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    private static OptionalInt asked() {
        try {
            Process stty = new ProcessBuilder(QUESTION).redirectOutput(Redirect.INHERIT).start();
            stty.getOutputStream().close();
            if (!stty.waitFor(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            return answer(
                    new String(stty.getErrorStream().readNBytes(1000), StandardCharsets.US_ASCII));
        } catch (IOException noStty) {
            return OptionalInt.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /// {@return the columns of `24 80`; none of `0 0`, which a terminal says that does not know}
    static OptionalInt answer(String size) {
        Matcher matcher = ROWS_AND_COLUMNS.matcher(size.strip());
        return matcher.matches()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }
}
