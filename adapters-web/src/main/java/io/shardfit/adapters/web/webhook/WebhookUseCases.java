package io.shardfit.adapters.web.webhook;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Webhooks;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/// The wiring of what is told elsewhere.
@Factory
final class WebhookUseCases {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// @param permitted blocks of addresses, with commas: `SHARDFIT_WEBHOOK_ALLOW`
    @Singleton
    PinnedPost pinnedPost(
            @Property(name = "shardfit.webhook.allow", defaultValue = "") String permitted) {
        return new PinnedPost(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                new AddressRules(blocks(permitted)),
                host -> List.of(InetAddress.getAllByName(host)),
                PATIENCE);
    }

    private static List<Block> blocks(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(block -> !block.isEmpty())
                .map(Block::of)
                .toList();
    }

    @Singleton
    Courier courier(Webhooks webhooks, EventLog log, PinnedPost post, InstantSource clock) {
        return new Courier(
                webhooks, log, post, clock, () -> ThreadLocalRandom.current().nextDouble());
    }
}
