package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LastWrittenTest {
    private static final long SECOND = 1_000_000_000;

    private long now = -5;
    private final LastWritten written = new LastWritten(() -> now);

    @Test
    void holdsWhatWasAddedAndNothingElse() {
        written.add(rows(5, 3));
        written.add(rows(8, 2));

        assertThat(positions(4, 5)).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(positions(6, 2)).containsExactly(7L, 8L);
        assertThat(written.after(3, 2)).as("begins before what is held").isEmpty();
        assertThat(written.after(8, 2)).as("ends behind what is held").isEmpty();
        assertThat(written.after(9, 1)).isEmpty();
        assertThat(written.after(4, 0)).isEmpty();
    }

    @Test
    void holdsNothingAcrossWhatAnotherWrote() {
        written.add(rows(1, 4));
        written.add(rows(6, 1));

        assertThat(written.after(0, 1)).isEmpty();
        assertThat(positions(5, 1)).containsExactly(6L);
    }

    @Test
    void forgetsTheOldest() {
        LongStream.range(0, 60).forEach(batch -> written.add(rows(batch * 10 + 1, 10)));

        assertThat(written.after(99, 501)).isEmpty();
        assertThat(positions(100, 500)).hasSize(500).startsWith(101L).endsWith(600L);
    }

    @Test
    void forgetsAfterASecondAndWhenItIsTold() {
        written.add(rows(1, 2));
        now += SECOND;
        assertThat(positions(0, 2)).containsExactly(1L, 2L);
        now++;
        assertThat(written.after(0, 2)).isEmpty();

        written.add(rows(3, 1));
        assertThat(positions(2, 1)).containsExactly(3L);
        written.forget();
        assertThat(written.after(2, 1)).isEmpty();
        written.add(rows(4, 1));
        assertThat(positions(3, 1)).containsExactly(4L);
        assertThat(written.after(2, 2)).isEmpty();
    }

    private List<Long> positions(long position, int count) {
        return written.after(position, count).orElseThrow().stream()
                .map(bytes -> EntryFormat.read(bytes).position())
                .toList();
    }

    private static List<Row> rows(long first, int count) {
        return LongStream.range(first, first + count).mapToObj(LastWrittenTest::row).toList();
    }

    private static Row row(long position) {
        Entry entry =
                new Entry(
                        position,
                        new UUID(0, position),
                        StreamId.deployment("a"),
                        position,
                        Instant.EPOCH,
                        new UUID(1, position),
                        Actor.system("test"),
                        Optional.empty(),
                        new UUID(1, position),
                        new NewEvent("DeploymentArchived", 1, Json.fields().build()));
        return Row.of(entry, EntryFormat.write(entry), Digest.sha256());
    }
}
