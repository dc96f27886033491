package io.shardfit.adapters.web.limits;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Closes a connection that is one too many, one whose request comes byte by byte, and one on which
/// a body goes on long after it was refused. The framework answers 413 and reads on to the end of
/// the body, to keep the connection for another request.
@Singleton
final class ConnectionGuard implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Limits limits;

    ConnectionGuard(
            @Value("${shardfit.connections:2048}") int most,
            @Value("${shardfit.head-timeout:10s}") Duration head,
            @Value("${shardfit.body-timeout:60s}") Duration body,
            @Value("${shardfit.body-bytes:}") Optional<Long> bytes) {
        BodyRoom room = bytes.map(BodyRoom::new).orElseGet(BodyRoom::ofTheHeap);
        this.limits = new Limits(most, head, body, room, new AtomicInteger());
    }

    private record Limits(
            int most, Duration head, Duration body, BodyRoom room, AtomicInteger open) {
        /// {@return whether there is room for one more; it counts until it is closed}
        boolean admit(Channel channel) {
            channel.closeFuture().addListener(_ -> open.decrementAndGet());
            return open.incrementAndGet() <= most;
        }
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Template(limits));
        return event.getBean();
    }

    /// Gives each connection a guard of its own.
    private record Template(Limits limits) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new OfConnection(channel, role, limits);
        }
    }

    private record OfConnection(Channel channel, ChannelRole role, Limits limits)
            implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel other, ChannelRole itsRole) {
            return new OfConnection(other, itsRole, limits);
        }

        @Override
        public void onInitialPipelineBuilt() {
            if (role == ChannelRole.CONNECTION && !limits.admit(channel)) {
                channel.close();
            }
        }

        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                new RequestDeadline(limits.head(), limits.body())
                        .into(pipeline, ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC);
            }
            if (pipeline.get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND) != null) {
                pipeline.addBefore(
                        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                        "shardfit-body-guard",
                        new BodyGuard(limits.room()));
            }
        }
    }
}
