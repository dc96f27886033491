package io.shardfit.application.format;

/// Something in a user's file that cannot be read, with its place and what would be right.
///
/// @param key the path of the key, empty when the error is about the whole file
/// @param problem what is wrong
/// @param remedy what was expected and what to do
public record InputError(String file, Position at, String key, String problem, String remedy) {
    private static final String COMMAND_LINE = "command line";
    private static final int LONGEST_KEY = 80;
    private static final int LONGEST = 200;

    /// A remedy may list every key that a mapping knows.
    private static final int LONGEST_REMEDY = 800;

    /// What a file says may be long, or hold line feeds and escape sequences; what is said about it
    /// may not.
    public InputError {
        key = shortLine(key, LONGEST_KEY);
        problem = shortLine(problem, LONGEST);
        remedy = shortLine(remedy, LONGEST_REMEDY);
    }

    /// {@return what is wrong with an option, which has no place in a file}
    ///
    /// @param option as it is typed; empty when the error is about the whole line
    public static InputError ofCommandLine(String option, String problem, String remedy) {
        return new InputError(COMMAND_LINE, Position.START, option, problem, remedy);
    }

    private static String shortLine(String text, int longest) {
        String start = text.substring(0, Math.min(text.length(), longest));
        String line = start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return text.length() > longest ? line + "…" : line;
    }

    /// {@return for example `plan.yaml:3:5: model.layers: …`, one line; of a command line nothing
    /// but the option}
    @Override
    public String toString() {
        String path = key.isEmpty() ? "" : key + ": ";
        String place =
                file.equals(COMMAND_LINE)
                        ? ""
                        : "%s:%d:%d: ".formatted(file, at.line(), at.column());
        return "%s%s%s; %s".formatted(place, path, problem, remedy);
    }
}
