package io.shardfit.application.format;

/// Something in a user's file that cannot be read, with its place and what would be right.
///
/// @param key the path of the key, empty when the error is about the whole file
/// @param problem what is wrong
/// @param remedy what was expected and what to do
public record InputError(String file, Position at, String key, String problem, String remedy) {
    /// {@return for example `plan.yaml:3:5: model.layers: …`, one line}
    @Override
    public String toString() {
        String path = key.isEmpty() ? "" : key + ": ";
        return "%s:%d:%d: %s%s; %s".formatted(file, at.line(), at.column(), path, problem, remedy);
    }
}
