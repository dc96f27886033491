package io.shardfit.adapters.cli;

import io.shardfit.application.port.Server;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the server and stays until it is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Starts the dashboard and the API on this machine.")
final class ServeCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to listen; 0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port = Server.Settings.LOCAL.port();

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            Errors.print("--port takes 0 to 65535, not " + port);
            return ExitCode.USAGE;
        }
        Server.Running server;
        try {
            server = ServiceLoader.load(Server.class).findFirst().orElseThrow().start(
                    new Server.Settings(LOOPBACK, port));
        } catch (IllegalStateException unable) {
            Errors.print(unable.getMessage() + "; choose another port with --port");
            return ExitCode.USAGE;
        }
        System.err.println("shardfit: listening on " + server.address() + ", stop with Ctrl-C");
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            stopped.countDown();
                        }));
        stopped.await();
        return ExitCode.PASSED;
    }
}
