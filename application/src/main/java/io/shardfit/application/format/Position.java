package io.shardfit.application.format;

/// A place in a text, both counted from 1.
public record Position(int line, int column) {
    public static final Position START = new Position(1, 1);
}
