package io.shardfit.adapters.web.access;

/// The two ways to know who sends a request, as a property on which parts of the server depend.
public final class Modes {
    public static final String PROPERTY = "shardfit.access";
    public static final String LOCAL = "local";
    public static final String TEAM = "team";

    private Modes() {}
}
