package io.shardfit.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E27: whatever a webhook's address is written like, nothing connects to what is not public. A
/// listener on every address of this machine counts.
class ForbiddenAddressesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress((InetAddress) null, 0));
        Thread.ofVirtual().start(this::count);
    }

    private void count() {
        try {
            while (true) {
                try (Socket _ = listener.accept()) {
                    connections.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private static PinnedPost post(Resolver resolver, String... permitted) {
        List<Block> blocks = new ArrayList<>();
        for (String block : permitted) {
            blocks.add(Block.of(block));
        }
        return new PinnedPost(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                new AddressRules(blocks),
                resolver,
                PATIENCE);
    }

    private static List<InetAddress> system(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    private void attempt(PinnedPost post, String url) throws IOException {
        post.post(
                Target.of(url.replace("PORT", Integer.toString(listener.getLocalPort()))),
                Map.of(),
                new byte[0]);
    }

    @Test
    void theListenerHearsWhatIsPermitted() throws InterruptedException {
        assertThatThrownBy(() ->
                        attempt(
                                post(ForbiddenAddressesTest::system, "127.0.0.0/8"),
                                "https://127.0.0.1:PORT/"))
                .as("it closes before TLS begins")
                .isInstanceOf(IOException.class);
        for (int i = 0; i < 100 && connections.get() == 0; i++) {
            Thread.sleep(20);
        }
        assertThat(connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/",
                "https://127.0.0.2:PORT/",
                "https://127.1:PORT/",
                "https://2130706433:PORT/",
                "https://0x7f000001:PORT/",
                "https://0x7f.0.0.1:PORT/",
                "https://0177.0.0.1:PORT/",
                "https://017700000001:PORT/",
                "https://127.0.0.01:PORT/",
                "https://0:PORT/",
                "https://0.0.0.0:PORT/",
                "https://localhost:PORT/",
                "https://LOCALHOST:PORT/",
                "https://localhost.:PORT/",
                "https://a.localhost:PORT/",
                "https://[::1]:PORT/",
                "https://[::]:PORT/",
                "https://[0:0:0:0:0:0:0:1]:PORT/",
                "https://[::ffff:127.0.0.1]:PORT/",
                "https://[::ffff:7f00:1]:PORT/",
                "https://[::127.0.0.1]:PORT/",
                "https://[64:ff9b::7f00:1]:PORT/",
                "https://[2002:7f00:1::]:PORT/",
                "https://[fe80::1]:PORT/",
                "https://[fd00:ec2::254]:PORT/",
                "https://[ff02::1]:PORT/",
                "https://169.254.169.254/latest/meta-data/",
                "https://metadata.google.internal/computeMetadata/v1/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.100.100.200/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://printer.local/",
                "https://intranet/",
                "http://127.0.0.1:PORT/",
                "ftp://127.0.0.1:PORT/",
                "https://ana:secret@127.0.0.1:PORT/",
                "https://example.org@127.0.0.1:PORT/",
                "https://127.0.0.1:PORT#@example.org/",
                "https://１２７.0.0.1:PORT/",
                "https://127。0。0。1:PORT/",
                "https:127.0.0.1:PORT",
                "//127.0.0.1:PORT/",
                "https:///",
                "https://exa mple.org/"
            })
    void nothingConnects(String url) {
        assertThatThrownBy(() -> attempt(post(ForbiddenAddressesTest::system), url))
                .isInstanceOfAny(IOException.class, IllegalArgumentException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage())
                                .as("refused by rule, not for want of a route")
                                .containsAnyOf("is not public", "url ", "not public"));
        assertThat(connections).hasValue(0);
    }

    @Test
    void aNameWithOneForbiddenAddressIsForbidden() {
        PinnedPost post = post(host -> List.of(InetAddress.getByName("93.184.216.34"), loopback()));

        assertThatThrownBy(() -> attempt(post, "https://rebound.example.org:PORT/"))
                .hasMessageContaining("which is not public");
        assertThat(connections).hasValue(0);
    }

    /// A name that is public when it is looked at and loopback when it is connected to.
    @Test
    void aNameIsResolvedOnceForEachAttempt() {
        AtomicInteger asked = new AtomicInteger();
        PinnedPost post =
                post(
                        _ ->
                                asked.incrementAndGet() == 1
                                        ? List.of(InetAddress.getByName("127.0.0.7"))
                                        : List.of(loopback()),
                        "127.0.0.7/32");

        assertThatThrownBy(() -> attempt(post, "https://rebound.example.org:PORT/"))
                .isInstanceOf(IOException.class);
        assertThat(asked)
                .as("the address that was checked is the address that is used")
                .hasValue(1);
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}
