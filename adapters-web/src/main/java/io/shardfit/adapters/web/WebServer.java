package io.shardfit.adapters.web;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.shardfit.adapters.web.live.LedgerPulse;
import io.shardfit.adapters.web.webhook.AddressRules;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// API and dashboard in one Micronaut context.
public final class WebServer implements Server {
    @Override
    public void check(Settings settings) {
        AddressRules.permitting(settings.webhookNetworks());
        try (ServerSocket trial = new ServerSocket()) {
            trial.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException taken) {
            throw new IllegalArgumentException(
                    "cannot listen on %s:%d: %s; take another with --host and --port"
                            .formatted(settings.host(), settings.port(), taken.getMessage()),
                    taken);
        }
    }

    @Override
    public Running start(Settings settings, OpenLedger ledger) {
        if (settings.access() instanceof Access.Local) {
            new LocalRoles(ledger.events()).establish();
        }
        ApplicationContext context =
                ApplicationContext.builder()
                        .singletons(
                                settings,
                                settings.gate(),
                                new Receipts(ledger.events()),
                                ledger.checkpoints(),
                                ledger.readModels(),
                                ledger.projection(),
                                ledger.webhooks(),
                                ledger.accounts(),
                                (LedgerPulse) ledger::health,
                                (LedgerSnapshot) ledger::tables)
                        .properties(Properties.of(settings))
                        .start();
        try {
            return new Context(context, context.getBean(EmbeddedServer.class).start());
        } catch (ServerStartupException unable) {
            context.close();
            throw new IllegalStateException(
                    "cannot listen on %s:%d: %s"
                            .formatted(settings.host(), settings.port(), reason(unable)),
                    unable);
        }
    }

    private static String reason(Throwable problem) {
        Throwable last = problem;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    record Context(ApplicationContext context, EmbeddedServer server) implements Running {
        @Override
        public String address() {
            return server.getURI().toString();
        }

        @Override
        public void close() {
            if (context.isRunning()) {
                context.getBean(Draining.class).drain();
                context.close();
            }
        }
    }
}
