package io.shardfit.adapters.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the settings. A token is only said to be there.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the server and whether there is a token; opens no connection.")
final class ConfigShowCommand implements Callable<Integer> {
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--origin", description = "with where each is set")
    private boolean origin;

    @Override
    public Integer call() {
        return SettingsPrinter.print(server, origin);
    }
}
