package io.shardfit.application.format;

/// A value that the plan leaves open, what was taken for it, and why.
public record Assumption(String key, String value, String origin) {}
