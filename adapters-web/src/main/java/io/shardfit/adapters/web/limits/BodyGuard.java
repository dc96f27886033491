package io.shardfit.adapters.web.limits;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/// Counts what comes as the body of one request.
final class BodyGuard extends ChannelInboundHandlerAdapter {
    /// Far beyond every limit, so that whoever sends a little too much reads the answer that says
    /// so.
    private static final long MOST_BYTES = 8L << 20;

    private long bytes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            bytes = 0;
        }
        if (message instanceof HttpContent content) {
            bytes += content.content().readableBytes();
            if (bytes > MOST_BYTES) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
        }
        context.fireChannelRead(message);
    }
}
