package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.account.Entitlements;
import io.shardfit.application.deployment.StartLedger;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.StartUpGate;
import io.shardfit.application.evidence.Tampering;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Server;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the server and stays until it is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Starts the dashboard and the API on this machine, with a ledger in .shardfit or in"
                        + " a PostgreSQL of yours.")
final class ServeCommand implements Callable<Integer> {
    @Mixin private LedgerOptions options = new LedgerOptions();

    @Mixin private AccessOptions access = new AccessOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:SHARDFIT_HOST:-127.0.0.1}",
            description =
                    "on which address to listen; others than this machine's own need people to"
                            + " sign in (SHARDFIT_HOST, usually 127.0.0.1)")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:SHARDFIT_PORT:-8080}",
            description = "where to listen; 0 takes a free one (SHARDFIT_PORT, usually 8080)")
    private int port = 8080;

    @Option(
            names = "--log",
            paramLabel = "text|json",
            defaultValue = "${env:SHARDFIT_LOG:-text}",
            description =
                    "text says what went wrong; json writes a line for each request, too"
                            + " (SHARDFIT_LOG, usually text)")
    private String logs = "text";

    @Option(
            names = "--known-checkpoint",
            paramLabel = "FILE",
            description =
                    "a checkpoint that was kept elsewhere; nothing is served or written if the log"
                            + " does not begin with what it covers, as after a restore of an old"
                            + " backup")
    private List<Path> known = List.of();

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            Errors.print("--port takes 0 to 65535, not " + port);
            return ExitCode.USAGE;
        }
        if (!logs.equals("text") && !logs.equals("json")) {
            Errors.print("--log takes text or json, not " + logs);
            return ExitCode.USAGE;
        }
        System.setProperty("shardfit.log", logs);
        Server server = ServiceLoader.load(Server.class).findFirst().orElseThrow();
        Server.Settings settings;
        try {
            settings = settings();
            server.check(settings);
        } catch (IllegalArgumentException wrong) {
            Errors.print(String.valueOf(wrong.getMessage()));
            return ExitCode.USAGE;
        }
        return LedgerTrouble.told(() -> {
            OpenLedger ledger = options.openOrCreate();
            try {
                return serve(server, settings, ledger);
            } catch (RuntimeException unable) {
                ledger.close();
                throw unable;
            }
        });
    }

    private Server.Settings settings() {
        return new Server.Settings(
                host,
                port,
                access.access(),
                GateSettings.of(ServeCommand::variable, options.spool()),
                Entitlements.items(variable("SHARDFIT_WEBHOOK_ALLOW").orElse("")),
                List.of());
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
    }

    private int serve(Server server, Server.Settings settings, OpenLedger ledger) {
        SigningKey key = options.signingKey(ledger);
        if (gate(ledger) instanceof StartUpGate.Outcome.Closed(List<Tampering> found)) {
            found.forEach(one -> Errors.print("not this log: " + one.message()));
            if (found.stream().anyMatch(Tampering.Cut.class::isInstance)) {
                Errors.print(
                        "find the database that has them, or put the loss on the record with"
                                + " `shardfit audit continue` (docs/ledger-operations.md)");
            }
            ledger.close();
            return ExitCode.NOT_READY;
        }
        if (started(ledger) instanceof StartLedger.Outcome.NotWritten(AppendOutcome why)) {
            throw new IllegalStateException("the ledger cannot be written: " + why);
        }
        List<String> keys = options.verifyingKeys(ledger).stream().map(VerifyingKey::text).toList();
        Server.Running running = server.start(settings.signedWith(keys), ledger);
        System.err.println("shardfit: listening on " + running.address() + ", stop with Ctrl-C");
        Notary notary = Notary.start(ledger, key);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            running.close();
                            notary.close();
                            ledger.close();
                            stopped.countDown();
                        }));
        await(stopped);
        return ExitCode.PASSED;
    }

    private StartUpGate.Outcome gate(OpenLedger ledger) {
        return KnownCheckpoints.gate(
                ledger, options.verifyingKeys(ledger), KnownCheckpoints.all(ledger, known));
    }

    private static StartLedger.Outcome started(OpenLedger ledger) {
        CheckPlan checkPlan = UseCases.checkPlan();
        return new StartLedger(ledger.events(), checkPlan, InstantSource.system()).start();
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
