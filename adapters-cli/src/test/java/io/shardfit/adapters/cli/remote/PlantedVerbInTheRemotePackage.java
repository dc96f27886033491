package io.shardfit.adapters.cli.remote;

import picocli.CommandLine;

/// Breaks a rule of this package, so that a test can see it bite.
public final class PlantedVerbInTheRemotePackage {
    public CommandLine typed() {
        return new CommandLine(this);
    }
}
