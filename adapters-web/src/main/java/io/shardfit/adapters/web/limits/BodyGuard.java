package io.shardfit.adapters.web.limits;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.shardfit.adapters.web.Problem;
import io.shardfit.application.format.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Refuses a body that goes on long after it was refused, and one for which there is no room now.
/// It counts what has come, not what was announced: who announces much and sends nothing takes
/// nothing from others.
final class BodyGuard extends ChannelDuplexHandler {
    /// Far beyond every limit, so that whoever sends a little too much reads the answer that says
    /// so.
    private static final long MOST_BYTES = 8L << 20;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final BodyRoom room;

    /// The bytes of each request that is not answered yet, the first asked first.
    private final Deque<Long> held = new ArrayDeque<>();

    /// Of the request that comes in now.
    private long bytes;

    private boolean refused;

    BodyGuard(BodyRoom room) {
        this.room = room;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest) {
            bytes = 0;
            held.addLast(0L);
        }
        if (message instanceof HttpContent content && !admits(content.content().readableBytes())) {
            refused = true;
            ReferenceCountUtil.release(message);
            if (bytes > MOST_BYTES || held.size() > 1) {
                context.close(); // it was answered, or others wait for their answers
            } else {
                context.writeAndFlush(busy()).addListener(ChannelFutureListener.CLOSE);
            }
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean admits(int more) {
        bytes += more;
        if (bytes > MOST_BYTES) {
            return false;
        }
        if (held.isEmpty()) {
            return true; // it was answered before it came to its end, and is dropped
        }
        if (!room.take(more)) {
            return false;
        }
        held.addLast(held.removeLast() + more);
        return true;
    }

    private static FullHttpResponse busy() {
        Problem problem =
                Problem.unavailable(
                        "the server has as many large bodies as it can hold: ask again", RETRY);
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        Unpooled.copiedBuffer(
                                JsonText.pretty(problem.document()), StandardCharsets.UTF_8));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.RETRY_AFTER, RETRY.toSeconds())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message) && !held.isEmpty()) {
            room.give(held.removeFirst());
        }
        context.write(message, promise);
    }

    /// {@return whether it is a "100 Continue"}
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse answer
                && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        held.forEach(room::give);
        held.clear();
        super.channelInactive(context);
    }
}
