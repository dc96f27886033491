package io.shardfit.adapters.web;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.shardfit.adapters.web.limits.RequestLimits;
import io.shardfit.adapters.web.live.LogFollower;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The real server on the real ledger in a database of its own, with the history that the program
/// comes with.
public final class TestServer implements AutoCloseable {
    private final String database;
    private final OpenLedger ledger;
    private final Server.Running running;
    private final Signer signer;

    private TestServer(Server.Access access, Function<String, OpenLedger> open) {
        this.database = TestDatabases.create();
        this.ledger = open.apply(database);
        SigningKey key = SigningKey.generate("shardfit.test/log");
        this.signer = signer(ledger, key);
        sign();
        this.running =
                new WebServer()
                        .start(
                                new Server.Settings("127.0.0.1", 0, access, spool())
                                        .signedWith(List.of(key.verifyingKey().text())),
                                ledger);
    }

    private static Path spool() {
        try {
            return Files.createTempDirectory("shardfit-spool-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Signer signer(OpenLedger ledger, SigningKey key) {
        return new Signer(
                (position, limit) -> {
                    try (LedgerTables now = ledger.tables()) {
                        return now.rowsAfter(position, limit);
                    }
                },
                ledger.checkpoints(),
                key);
    }

    /// Signs what is in the log, as the program does every few seconds.
    public void sign() {
        signer.sign();
    }

    public static TestServer local() {
        return with(new Server.Access.Local());
    }

    public static TestServer with(Server.Access access) {
        return new TestServer(access, TestDatabases::open);
    }

    /// {@return a line to the database, which a server may be put on}
    public static DatabaseLine line() {
        return TestDatabases.line();
    }

    /// {@return a server that reaches its database by this line alone}
    public static TestServer behind(DatabaseLine line) {
        return new TestServer(
                new Server.Access.Local(), database -> TestDatabases.open(database, line));
    }

    public String address() {
        return running.address();
    }

    /// {@return the routes that this server answers}
    public Collection<UriRouteInfo<?, ?>> routes() {
        SortedMap<String, UriRouteInfo<?, ?>> routes = new TreeMap<>();
        bean(Router.class).uriRoutes().forEach(route -> routes.put(operation(route), route));
        return routes.values();
    }

    /// Waits until the server has heard of all that is in the log.
    public void settle() {
        long head = ledger.events().head().position();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (bean(LogFollower.class).position() < head) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the server does not follow the log");
            }
            Thread.onSpinWait();
        }
    }

    /// Waits until the server has begun to read a request.
    public void awaitRequest() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (bean(RequestLimits.class).running() < 1) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no request reached the server");
            }
            Thread.onSpinWait();
        }
    }

    private <T> T bean(Class<T> type) {
        return ((WebServer.Context) running).context().getBean(type);
    }

    /// {@return the method and the template of a route}
    public static String operation(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate() + " " + route.getHttpMethodName();
    }

    public OpenLedger ledger() {
        return ledger;
    }

    /// Stops the server and leaves the ledger open.
    public void stop() {
        running.close();
    }

    @Override
    public void close() {
        running.close();
        ledger.close();
        TestDatabases.drop(database);
    }
}
