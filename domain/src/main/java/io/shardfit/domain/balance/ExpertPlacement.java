package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.DeclaredPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which routed experts of a mixture layer lie on which expert-parallel rank. A rank has slots; an
/// expert that fills several of them has replicas, which share its tokens evenly (EPLB,
/// deepseek-ai/EPLB). Experts are numbered from 0.
public sealed interface ExpertPlacement {
    /// {@return routed experts of a layer}
    int experts();

    /// {@return expert-parallel ranks}
    int ranks();

    /// {@return the experts in the slots of a rank}
    List<Integer> on(int rank);

    /// {@return expert slots of the fullest rank}
    int most();

    /// {@return expert slots of the emptiest rank}
    int fewest();

    /// {@return the first rank with the most slots}
    int fullest();

    /// {@return how many slots hold an expert}
    int copies(int expert);

    default boolean isEven() {
        return most() == fewest();
    }

    /// {@return where the experts of a plan lie, when its model has any}
    static Optional<ExpertPlacement> of(DeploymentPlan plan) {
        return plan.model().experts().map(experts -> of(plan, experts));
    }

    /// {@return where a plan's experts lie}
    static ExpertPlacement of(DeploymentPlan plan, Experts experts) {
        int ranks = plan.groups().expert();
        int redundant = plan.strategy().expertSplit().redundant();
        Optional<DeclaredPlacement> declared = plan.strategy().expertSplit().placement();
        if (declared.isPresent()) {
            return new Listed(experts.count(), declared.get().slots(experts.count()));
        }
        return redundant == 0
                ? new Dealt(experts.count(), ranks)
                : Listed.dealt(experts.count(), redundant, ranks);
    }

    /// {@return load of the busiest rank over the mean, when every expert gets as many tokens}
    default Share imbalance() {
        Ratio busiest = RoutedLoad.uniformly(this).worstOverMean();
        return Share.of(busiest.numerator(), busiest.denominator());
    }

    /// Dealt in contiguous blocks, the first `experts mod ranks` ranks holding one more (the linear
    /// placement of vllm-project/vllm vllm/model_executor/layers/fused_moe/layer.py).
    record Dealt(int experts, int ranks) implements ExpertPlacement {
        public Dealt {
            atLeastOne(experts, ranks);
        }

        /// The experts `first` (inclusive) to `end` (exclusive) of every mixture layer.
        public record Block(int rank, int first, int end) {
            public int count() {
                return end - first;
            }
        }

        public Block block(int rank) {
            int base = experts / ranks;
            int more = experts % ranks;
            int first = rank * base + Math.min(rank, more);
            return new Block(rank, first, first + base + (rank < more ? 1 : 0));
        }

        public List<Block> blocks() {
            return IntStream.range(0, ranks).mapToObj(this::block).toList();
        }

        @Override
        public List<Integer> on(int rank) {
            Block block = block(rank);
            return IntStream.range(block.first(), block.end()).boxed().toList();
        }

        @Override
        public int most() {
            return Math.ceilDiv(experts, ranks);
        }

        @Override
        public int fewest() {
            return experts / ranks;
        }

        @Override
        public int fullest() {
            return 0;
        }

        @Override
        public int copies(int expert) {
            return 1;
        }
    }

    /// Listed rank by rank, with replicas where an expert is named again.
    record Listed(int experts, List<List<Integer>> slots) implements ExpertPlacement {
        public Listed {
            atLeastOne(experts, slots.size());
            slots = slots.stream().map(List::copyOf).toList();
        }

        /// Slot `j` holds expert `j mod experts`, and ranks take slots in contiguous blocks: where
        /// engines start before a balancer has seen any load (vllm-project/vllm
        /// vllm/distributed/eplb/eplb_state.py, sgl-project/sglang
        /// python/sglang/srt/eplb/expert_location.py).
        static Listed dealt(int experts, int redundant, int ranks) {
            Dealt slots = new Dealt(experts + redundant, ranks);
            List<List<Integer>> held = new ArrayList<>();
            for (int rank = 0; rank < ranks; rank++) {
                held.add(slots.on(rank).stream().map(slot -> slot % experts).toList());
            }
            return new Listed(experts, held);
        }

        @Override
        public int ranks() {
            return slots.size();
        }

        @Override
        public List<Integer> on(int rank) {
            return slots.get(rank);
        }

        @Override
        public int most() {
            return slots.stream().mapToInt(List::size).max().orElseThrow();
        }

        @Override
        public int fewest() {
            return slots.stream().mapToInt(List::size).min().orElseThrow();
        }

        @Override
        public int fullest() {
            return IntStream.range(0, ranks())
                    .filter(rank -> slots.get(rank).size() == most())
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public int copies(int expert) {
            return (int)
                    slots.stream().flatMap(List::stream).filter(slot -> slot == expert).count();
        }
    }

    private static void atLeastOne(int experts, int ranks) {
        if (experts < 1 || ranks < 1) {
            throw new IllegalArgumentException(
                    "experts and ranks must be at least 1, got " + experts + ", " + ranks);
        }
    }
}
