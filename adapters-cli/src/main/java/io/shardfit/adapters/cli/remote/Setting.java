package io.shardfit.adapters.cli.remote;

/// A value and where it was set, for example `SHARDFIT_SERVER` or `.shardfit.yaml:1`.
public record Setting(String value, String origin) {}
