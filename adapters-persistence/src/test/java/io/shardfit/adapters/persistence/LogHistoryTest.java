package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.persistence.LogHistory.Operation.Append;
import io.shardfit.adapters.persistence.LogHistory.Operation.Read;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Negative controls: histories that no log may give.
class LogHistoryTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    @Test
    void whatOverlapsMayComeInEitherOrder() {
        assertThat(history(new Append(A, 2, 10, 30), new Append(B, 1, 20, 40)).violation())
                .isEmpty();
        assertThat(history(new Append(A, 1, 10, 30), new Read(0, List.of(), 20, 40)).violation())
                .isEmpty();
        assertThat(history(new Append(A, 1, 10, 30), new Read(0, List.of(A), 15, 20)).violation())
                .isEmpty();
    }

    @Test
    void readsThatSeeTheSameComeInAnyOrder() {
        assertThat(
                        history(
                                        new Append(A, 1, 10, 20),
                                        new Read(0, List.of(A), 50, 60),
                                        new Read(0, List.of(A), 30, 40))
                                .violation())
                .isEmpty();
    }

    @Test
    void aLaterAppendDoesNotComeFirst() {
        assertThat(history(new Append(A, 2, 10, 20), new Append(B, 1, 30, 40)).violation())
                .isPresent();
    }

    @Test
    void aReadSeesWhatWasAnsweredBefore() {
        assertThat(history(new Append(A, 1, 10, 20), new Read(0, List.of(), 30, 40)).violation())
                .isPresent();
    }

    @Test
    void aReadSeesNothingThatWasNotAskedYet() {
        assertThat(history(new Read(0, List.of(A), 10, 20), new Append(A, 1, 30, 40)).violation())
                .isPresent();
    }

    @Test
    void readsDoNotGoBack() {
        assertThat(
                        history(
                                        new Append(A, 1, 10, 100),
                                        new Read(0, List.of(A), 20, 30),
                                        new Read(0, List.of(), 40, 50))
                                .violation())
                .isPresent();
    }

    @Test
    void onePositionIsOneEntry() {
        assertThat(history(new Append(A, 1, 10, 20), new Append(B, 1, 10, 20)).violation())
                .isPresent();
        assertThat(history(new Append(A, 1, 10, 20), new Read(0, List.of(B), 10, 20)).violation())
                .isPresent();
    }

    private static LogHistory history(LogHistory.Operation... operations) {
        return new LogHistory(List.of(operations));
    }
}
