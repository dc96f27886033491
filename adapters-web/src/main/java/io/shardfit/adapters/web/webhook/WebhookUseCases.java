package io.shardfit.adapters.web.webhook;

import io.micronaut.context.annotation.Factory;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Server;
import io.shardfit.application.port.Webhooks;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLSocketFactory;

/// The wiring of what is told elsewhere.
@Factory
final class WebhookUseCases {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Singleton
    PinnedPost pinnedPost(Server.Settings settings) {
        return new PinnedPost(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                AddressRules.permitting(settings.webhookNetworks()),
                host -> List.of(InetAddress.getAllByName(host)),
                PATIENCE);
    }

    @Singleton
    Courier courier(Webhooks webhooks, EventLog log, PinnedPost post, InstantSource clock) {
        return new Courier(
                webhooks, log, post, clock, () -> ThreadLocalRandom.current().nextDouble());
    }
}
