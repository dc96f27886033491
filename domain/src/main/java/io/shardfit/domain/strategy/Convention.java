package io.shardfit.domain.strategy;

/// What the degrees of a strategy mean: the same words give different numbers of GPUs in different
/// frameworks. Sealed, because every rule must say what it does for each.
public sealed interface Convention {
    /// {@return the name used in a plan's `framework.name`}
    String name();

    /// {@return the GPUs that these degrees need}
    int worldSize(ParallelStrategy strategy);

    /// {@return how the world-size product is written}
    String worldSizeEquation();

    /// {@return the groups; meaningful only when no rule refuses the strategy}
    ParallelGroups groups(ParallelStrategy strategy);

    /// {@return the expert tensor parallelism of a plan that names none}
    default int defaultExpertTensor(int tensor) {
        return tensor;
    }

    /// {@return whether the framework insists that layers and experts divide evenly}
    boolean demandsEvenSplits();

    /// Every degree is an axis of its own: W = EP × TP × PP × DP × CP, as the founding report, GenZ
    /// and NeMo-Launcher count. The ranks of the expert axis work on different sequences, so the
    /// other weights are repeated, and their optimizer may be sharded, over EP × DP × CP; an expert
    /// is split over the tensor-parallel ranks and repeated over DP × CP.
    record Multiplicative() implements Convention {
        @Override
        public String name() {
            return "multiplicative";
        }

        @Override
        public int worldSize(ParallelStrategy s) {
            return product(s.expert(), s.tensor(), s.pipeline(), s.data(), s.context());
        }

        @Override
        public String worldSizeEquation() {
            return "EP × TP × PP × DP × CP";
        }

        @Override
        public ParallelGroups groups(ParallelStrategy s) {
            return new ParallelGroups(
                    worldSize(s),
                    product(s.data(), s.expert()),
                    product(s.data(), s.expert(), s.context()),
                    product(s.data(), s.context()),
                    s.expert(),
                    s.expertTensor());
        }

        @Override
        public boolean demandsEvenSplits() {
            return false;
        }
    }

    /// NVIDIA Megatron-Core: W = TP × CP × PP × DP; expert parallelism is folded into the DP × CP ×
    /// TP ranks of a stage, EDP = W ÷ (ETP × EP × PP) (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/core/parallel_state.py:803-910).
    record MegatronCore() implements Convention {
        @Override
        public String name() {
            return "megatron-core";
        }

        @Override
        public int worldSize(ParallelStrategy s) {
            return product(s.tensor(), s.context(), s.pipeline(), s.data());
        }

        @Override
        public String worldSizeEquation() {
            return "TP × CP × PP × DP";
        }

        /// {@return ETP × EP × PP, which must divide the world size}
        public int expertModelSize(ParallelStrategy s) {
            return product(s.expertTensor(), s.expert(), s.pipeline());
        }

        @Override
        public ParallelGroups groups(ParallelStrategy s) {
            int world = worldSize(s);
            return new ParallelGroups(
                    world,
                    s.data(),
                    product(s.data(), s.context()),
                    Math.max(1, world / expertModelSize(s)),
                    s.expert(),
                    s.expertTensor());
        }

        @Override
        public boolean demandsEvenSplits() {
            return true;
        }
    }

    private static int product(int... degrees) {
        int product = 1;
        for (int degree : degrees) {
            product = Math.multiplyExact(product, degree);
        }
        return product;
    }
}
