package io.shardfit.adapters.web;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Server;
import java.util.Map;

/// API and dashboard in one Micronaut context.
public final class WebServer implements Server {
    @Override
    public Running start(Settings settings, OpenLedger ledger) {
        if (settings.access() instanceof Access.Local) {
            new LocalRoles(ledger.events()).establish();
        }
        ApplicationContext context =
                ApplicationContext.builder()
                        .singletons(
                                settings,
                                ledger.events(),
                                ledger.checkpoints(),
                                ledger.readModels(),
                                ledger.projection(),
                                ledger.webhooks())
                        .properties(
                                Map.of(
                                        "micronaut.server.host",
                                        settings.host(),
                                        "micronaut.server.port",
                                        settings.port() == 0 ? -1 : settings.port()))
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

    private record Context(ApplicationContext context, EmbeddedServer server) implements Running {
        @Override
        public String address() {
            return server.getURI().toString();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
