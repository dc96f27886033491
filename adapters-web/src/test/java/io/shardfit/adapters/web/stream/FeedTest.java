package io.shardfit.adapters.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

@Timeout(30)
class FeedTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    /// Takes so many chunks and then no more.
    private static final class Client implements Subscriber<byte[]> {
        private final List<String> taken = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final CountDownLatch first = new CountDownLatch(1);
        private volatile String end = "";

        @Override
        public void onSubscribe(Subscription subscription) {}

        @Override
        public synchronized void onNext(byte[] chunk) {
            taken.add(new String(chunk, StandardCharsets.UTF_8));
            first.countDown();
        }

        @Override
        public void onError(Throwable why) {
            end = why.getMessage();
            over.countDown();
        }

        @Override
        public void onComplete() {
            end = "complete";
            over.countDown();
        }

        synchronized List<String> taken() {
            return List.copyOf(taken);
        }

        String end() throws InterruptedException {
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            return end;
        }
    }

    private record Talking(AtomicInteger asked) implements Source {
        @Override
        public Next next() {
            return new Next.Events("data: " + asked.incrementAndGet() + "\n\n");
        }

        @Override
        public void await(Duration patience) {}
    }

    private record Silent() implements Source {
        @Override
        public Next next() {
            return new Next.Nothing();
        }

        @Override
        public void await(Duration patience) throws InterruptedException {
            Thread.sleep(patience);
        }
    }

    /// A source that is read while the client leaves: a database connection would be lost.
    @Test
    void nobodyInterruptsWhatIsBeingRead() throws Exception {
        Client client = new Client();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        Source source =
                new Source() {
                    @Override
                    public Next next() {
                        reading.countDown();
                        try {
                            left.await();
                        } catch (InterruptedException wrong) {
                            interrupted.incrementAndGet();
                        }
                        interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                        done.countDown();
                        return new Next.Nothing();
                    }

                    @Override
                    public void await(Duration patience) throws InterruptedException {
                        Thread.sleep(patience);
                    }
                };
        Feed feed = feed(client, source, new Feed.Timing(LONG, LONG), new AtomicInteger());
        feed.request(10);
        feed.start();
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

        feed.cancel();
        left.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).hasValue(0);
    }

    @Test
    void asksItsSourceForNoMoreThanTheClientTakesAndCutsIt() throws Exception {
        Client client = new Client();
        AtomicInteger asked = new AtomicInteger();
        Source source = new Talking(asked);
        AtomicInteger gone = new AtomicInteger();
        Feed feed = feed(client, source, new Feed.Timing(LONG, SHORT), gone);
        feed.request(3);
        feed.start();

        assertThat(client.end()).isEqualTo("the client took nothing");
        assertThat(client.taken()).containsExactly("retry: 2000\n\n", "data: 1\n\n", "data: 2\n\n");
        assertThat(asked).as("one more is in hand, none is piled up").hasValue(3);
        await(() -> gone.get() >= 1);
    }

    @Test
    void aSilentStreamSaysThatItLives() throws Exception {
        Client client = new Client();
        Feed feed = feed(client, new Silent(), new Feed.Timing(SHORT, LONG), new AtomicInteger());
        feed.request(100);
        feed.start();

        await(() -> client.taken().contains(":\n\n"));
        feed.end();
        assertThat(client.end()).isEqualTo("complete");
    }

    @Test
    void endsWhileItWaits() throws Exception {
        Client client = new Client();
        Feed feed = feed(client, new Silent(), new Feed.Timing(LONG, LONG), new AtomicInteger());
        feed.request(1);
        feed.start();
        assertThat(client.first.await(20, TimeUnit.SECONDS)).isTrue();

        feed.end();

        assertThat(client.end()).isEqualTo("complete");
    }

    @Test
    void aClientThatLeftHearsNothingMore() throws Exception {
        Client client = new Client();
        AtomicInteger gone = new AtomicInteger();
        Feed feed = feed(client, new Silent(), new Feed.Timing(LONG, LONG), gone);
        feed.request(10);
        feed.start();
        assertThat(client.first.await(20, TimeUnit.SECONDS)).isTrue();

        feed.cancel();

        await(() -> gone.get() >= 1);
        assertThat(client.over.getCount()).isEqualTo(1);
    }

    private static Feed feed(Client client, Source source, Feed.Timing timing, AtomicInteger gone) {
        return new Feed(client, source, timing, "somebody", _ -> gone.incrementAndGet());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
