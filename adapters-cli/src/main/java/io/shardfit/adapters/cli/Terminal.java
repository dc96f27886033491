package io.shardfit.adapters.cli;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.Map;

/// Where text goes: its width, whether colour is wanted, and which signs it can show.
///
/// @param width columns, from 60 to 120
record Terminal(StringBuilder answer, int width, boolean colour, CharsetEncoder encoder) {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 120;
    private static final int USUAL = 100;

    /// A name of more signs is cut where it is shown.
    private static final int LONGEST_NAME = 60;

    /// A blank, but not between a number and its unit.
    private static final String BETWEEN_WORDS = " (?!(?:GiB|GB|MiB|%|×)(?:\\W|$))";

    private static final Map<Character, String> PLAIN =
            Map.of(
                    '×',
                    "x",
                    '÷',
                    "/",
                    '−',
                    "-",
                    '…',
                    "...",
                    'µ',
                    "u",
                    '≤',
                    "<=",
                    '≥',
                    ">=",
                    '§',
                    "section ");

    /// Whether to colour: `auto` looks at the stream and the environment.
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER;

        /// {@return as it is typed}
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Terminal ofProcess() {
        return ofProcess(Colour.AUTO);
    }

    static Terminal ofProcess(Colour wish) {
        Charset charset = System.out.charset();
        return new Terminal(
                new StringBuilder(),
                columns(),
                isColoured(wish, System.getenv()),
                charset.newEncoder());
    }

    private static int columns() {
        int columns = TerminalWidth.columns(System.getenv()).orElse(USUAL);
        return Math.clamp(columns, NARROWEST, WIDEST);
    }

    private static boolean isColoured(Colour wish, Map<String, String> environment) {
        return switch (wish) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
                boolean forced = !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0");
                boolean capable =
                        System.console() != null
                                && System.console().isTerminal()
                                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
                yield !refused && (forced || capable);
            }
        };
    }

    void line(String text) {
        answer.append(shown(text).stripTrailing()).append('\n');
    }

    /// Prints words in lines no longer than the terminal is wide; a long word stands alone.
    void wrapped(String first, String indent, String text) {
        fill(first, indent, text.split(BETWEEN_WORDS), " ");
    }

    /// Prints words and paths in lines that may also end after a slash.
    void wrappedPaths(String first, String indent, String text) {
        fill(first, indent, text.split("(?<=[ /])"), "");
    }

    private void fill(String first, String indent, String[] pieces, String between) {
        StringBuilder line = new StringBuilder(first);
        int length = first.replaceAll("\\u001B\\[[0-9;]*m", "").length();
        boolean fresh = true;
        for (String word : pieces) {
            if (!fresh && length + between.length() + word.length() > width) {
                line(line.toString());
                line = new StringBuilder(indent);
                length = indent.length();
                fresh = true;
            }
            line.append(fresh ? "" : between).append(word);
            length += word.length() + (fresh ? 0 : between.length());
            fresh = false;
        }
        line(line.toString());
    }

    /// Writes what is said beside the answer.
    void tell() {
        System.err.print(answer);
        System.err.flush();
        answer.setLength(0);
    }

    /// Writes the answer.
    void finish() {
        StandardOutput.write(answer.toString(), encoder.charset());
        answer.setLength(0);
    }

    /// {@return the words of a plan with control characters spelt out, so that a plan cannot steer
    /// the terminal}
    static String harmless(String words) {
        StringBuilder safe = new StringBuilder();
        for (char sign : words.toCharArray()) {
            safe.append(Character.isISOControl(sign) ? "\\u%04x".formatted((int) sign) : sign);
        }
        return safe.toString();
    }

    /// {@return a name that somebody chose, harmless and short enough for a line}
    static String named(String name) {
        boolean fits = name.codePointCount(0, name.length()) <= LONGEST_NAME;
        return harmless(
                fits ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…");
    }

    /// {@return the text with signs that the terminal can show}
    private String shown(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (char sign : text.toCharArray()) {
            plain.append(
                    encoder.canEncode(sign) ? String.valueOf(sign) : PLAIN.getOrDefault(sign, "?"));
        }
        return plain.toString();
    }

    /// {@return the text in a style, when colour is on; meaning never rests on it}
    String styled(Style style, String text) {
        return colour ? "\u001B[" + style.code + "m" + text + "\u001B[0m" : text;
    }

    /// ANSI styles.
    enum Style {
        GOOD("32"),
        DOUBTFUL("33"),
        BAD("31;1"),
        STRONG("1"),
        QUIET("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
