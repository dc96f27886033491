package io.shardfit.domain.balance;

import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.stream.IntStream;

/// Which routed experts of a layer lie on which expert-parallel rank: dealt in contiguous blocks,
/// the first `count mod ranks` ranks holding one more (the linear placement of vllm-project/vllm
/// vllm/model_executor/layers/fused_moe/layer.py).
public record ExpertPlacement(int experts, int ranks) {
    public ExpertPlacement {
        if (experts < 1 || ranks < 1) {
            throw new IllegalArgumentException(
                    "experts and ranks must be at least 1, got " + experts + ", " + ranks);
        }
    }

    /// The experts `first` (inclusive) to `end` (exclusive) of every mixture layer.
    public record Block(int rank, int first, int end) {
        public int count() {
            return end - first;
        }
    }

    public Block on(int rank) {
        int base = experts / ranks;
        int more = experts % ranks;
        int first = rank * base + Math.min(rank, more);
        return new Block(rank, first, first + base + (rank < more ? 1 : 0));
    }

    public List<Block> blocks() {
        return IntStream.range(0, ranks).mapToObj(this::on).toList();
    }

    public int most() {
        return Math.ceilDiv(experts, ranks);
    }

    public int fewest() {
        return experts / ranks;
    }

    public boolean isEven() {
        return experts % ranks == 0;
    }

    /// {@return load of the busiest rank over the mean, when every expert gets as many tokens}
    public Share imbalance() {
        return new Share((double) most() * ranks / experts);
    }
}
