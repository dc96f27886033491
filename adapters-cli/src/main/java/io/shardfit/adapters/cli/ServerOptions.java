package io.shardfit.adapters.cli;

import picocli.CommandLine.Option;

/// The same for a verb whose answer is a document.
class ServerOptions extends ConnectionOptions {
    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
            description = "text or json, the server's own document (default: ${DEFAULT-VALUE})")
    private Output output = Output.TEXT;

    @Override
    final Output output() {
        return output;
    }
}
