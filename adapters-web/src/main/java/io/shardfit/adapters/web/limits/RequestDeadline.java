package io.shardfit.adapters.web.limits;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Closes a connection whose client sends a request byte by byte. What only counts silence never
/// ends that. Both handlers run on the connection's own thread; {@link #awaitsBody} may be asked on
/// any.
final class RequestDeadline {
    private static final AttributeKey<RequestDeadline> ON_CHANNEL =
            AttributeKey.valueOf(RequestDeadline.class, "deadline");

    private final Duration head;
    private final Duration body;
    private boolean reading;
    private volatile boolean inBody;
    private Optional<Future<?>> cut = Optional.empty();

    /// @param head for the line and the headers, from their first byte
    /// @param body for what follows them
    RequestDeadline(Duration head, Duration body) {
        this.head = head;
        this.body = body;
    }

    /// Sees bytes before the codec with this name, and requests behind it.
    void into(ChannelPipeline pipeline, String codec) {
        pipeline.channel().attr(ON_CHANNEL).set(this);
        pipeline.addBefore(codec, "shardfit-first-byte", new Bytes());
        pipeline.addAfter(codec, "shardfit-request-deadline", new Messages());
    }

    /// {@return whether the client owes the rest of the request that is being answered}
    static boolean awaitsBody(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                && Optional.ofNullable(
                                netty.getChannelHandlerContext().channel().attr(ON_CHANNEL).get())
                        .map(deadline -> deadline.inBody)
                        .orElse(false);
    }

    private void begin(Channel channel, Duration patience) {
        end();
        reading = true;
        cut =
                Optional.of(
                        channel.eventLoop()
                                .schedule(
                                        () -> channel.close(),
                                        patience.toMillis(),
                                        TimeUnit.MILLISECONDS));
    }

    private void end() {
        cut.ifPresent(timer -> timer.cancel(false));
        cut = Optional.empty();
        reading = false;
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
            if (!reading) {
                begin(context.channel(), head);
            }
            super.channelRead(context, bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            end();
            super.channelInactive(context);
        }
    }

    private final class Messages extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof io.netty.handler.codec.http.HttpRequest) {
                begin(context.channel(), body);
                inBody = true;
            }
            if (message instanceof LastHttpContent) {
                end();
                inBody = false;
            }
            super.channelRead(context, message);
        }
    }
}
