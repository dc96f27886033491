package io.shardfit.application;

import java.util.Optional;

/// The edition of the program; part of every verdict.
public final class Engine {
    private static final String UNPACKAGED = "development";

    private Engine() {}

    public static String version() {
        return Optional.ofNullable(Engine.class.getPackage().getImplementationVersion())
                .orElse(UNPACKAGED);
    }
}
