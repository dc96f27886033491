package io.shardfit.adapters.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final Allowance allowance = new Allowance(10, 2, 1_000);

    @Test
    void afterAPauseAFewComeAtOnceAndNoMore() {
        assertThat(taken(1_000, 30)).isEqualTo(20);
        assertThat(taken(1_099, 1)).isZero();
        assertThat(taken(1_100, 1)).isOne();
        assertThat(taken(10_000, 30)).isEqualTo(20);
    }

    @Test
    void aClockThatIsSetBackGivesNothing() {
        assertThat(taken(1_000, 20)).isEqualTo(20);
        assertThat(taken(0, 1)).isZero();
        assertThat(taken(100, 1)).isOne();
    }

    private int taken(long now, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += allowance.take(now) ? 1 : 0;
        }
        return taken;
    }
}
