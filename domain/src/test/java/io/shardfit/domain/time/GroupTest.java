package io.shardfit.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTest {
    /// Ranks 0, stride, 2 × stride … of a node of `domain` GPUs.
    @ParameterizedTest
    @CsvSource({
        "8, 1, 8, 8", // tensor parallelism of a whole node
        "16, 1, 8, 8", // over two nodes
        "4, 8, 8, 1", // data parallelism of a tensor-parallel node: one rank on each
        "4, 4, 8, 2", // two of four on each node
        "64, 1, 72, 64", // inside a rack of 72
        "2, 16, 8, 1",
    })
    void aGroupLiesOnNodesInStepsOfItsStride(int size, int stride, int domain, int near) {
        Group group = Group.of(size, stride, domain);

        assertThat(group.near()).isEqualTo(near);
        assertThat(group.leavesTheNode()).isEqualTo(near < size);
    }

    /// Inside a node a ring moves 7 of 8 parts; each rank then carries its eighth to the other
    /// node.
    @Test
    void aGatherMovesMostInsideTheNode() {
        Group group = Group.of(16, 1, 8);

        assertThat(group.linkPart()).isEqualTo(7 / 8.0);
        assertThat(group.networkPart()).isCloseTo(1 / 16.0, within(1e-15));
    }

    /// Of 16 ranks, 7 are neighbours and 8 lie on the other node.
    @Test
    void anAllToAllMovesHalfToTheOtherNode() {
        Group group = Group.of(16, 1, 8);

        assertThat(group.linkPartOfAll()).isEqualTo(7 / 16.0);
        assertThat(group.networkPartOfAll()).isEqualTo(8 / 16.0);
    }
}
