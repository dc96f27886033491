package io.shardfit.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shardfit.domain.balance.ExpertPlacement.Dealt;
import io.shardfit.domain.balance.ExpertPlacement.Dealt.Block;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpertPlacementTest {

    @Test
    void tenExpertsOverFourRanksAreThreeThreeTwoTwo() {
        Dealt placement = new Dealt(10, 4);

        assertThat(placement.blocks())
                .containsExactly(
                        new Block(0, 0, 3),
                        new Block(1, 3, 6),
                        new Block(2, 6, 8),
                        new Block(3, 8, 10));
        assertThat(placement.most()).isEqualTo(3);
        assertThat(placement.fewest()).isEqualTo(2);
        assertThat(placement.isEven()).isFalse();
        assertThat(placement.imbalance().fraction()).isEqualTo(1.2);
    }

    @Test
    void everyExpertLiesOnExactlyOneRank() {
        List<String> wrong = new ArrayList<>();
        for (int experts = 1; experts <= 256; experts++) {
            for (int ranks = 1; ranks <= 300; ranks++) {
                wrong.addAll(misplaced(new Dealt(experts, ranks)));
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<String> misplaced(Dealt placement) {
        List<String> wrong = new ArrayList<>();
        int next = 0;
        int most = 0;
        int fewest = Integer.MAX_VALUE;
        for (Block block : placement.blocks()) {
            if (block.first() != next) {
                wrong.add(placement + " leaves a gap or an overlap at " + block);
            }
            next = block.end();
            most = Math.max(most, block.count());
            fewest = Math.min(fewest, block.count());
        }
        boolean extremes = most == placement.most() && fewest == placement.fewest();
        boolean even = placement.isEven() == (most == fewest);
        if (next != placement.experts() || most - fewest > 1 || !extremes || !even) {
            wrong.add(placement + " ends at " + next + " with " + fewest + " to " + most);
        }
        return wrong;
    }

    @ParameterizedTest
    @CsvSource({
        "64, 16, 1.0",
        "8, 8, 1.0",
        "8, 1, 1.0",
        "8, 3, 1.125", // 3 of 8, where the mean is 8 ÷ 3
        "4, 8, 2.0", // half of the ranks hold nothing
    })
    void theBusiestRankIsComparedWithTheMean(int experts, int ranks, double imbalance) {
        assertThat(new Dealt(experts, ranks).imbalance().fraction()).isEqualTo(imbalance);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 1"})
    void nothingCannotBePlaced(int experts, int ranks) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dealt(experts, ranks))
                .withMessageContaining(experts + ", " + ranks);
    }
}
