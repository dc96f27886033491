package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;

/// What the deployment is asked to do.
public sealed interface Workload {
    Precision computePrecision();

    /// {@return how unevenly tokens are routed to experts}
    Routing routing();

    /// @param globalBatch sequences per optimizer step, over all GPUs
    /// @param microBatch sequences per forward pass of one data-parallel rank
    record Training(
            int globalBatch,
            int microBatch,
            int sequenceLength,
            TrainingStates states,
            Recomputation recomputed,
            TrainingKernels kernels,
            ExpertDispatch dispatch,
            Routing routing)
            implements Workload {
        public Training {
            atLeastOne("globalBatch", globalBatch);
            atLeastOne("microBatch", microBatch);
            atLeastOne("sequenceLength", sequenceLength);
        }

        /// The usual formats of a recipe, flash attention, fused cross entropy and balanced
        /// routing.
        public Training(
                int globalBatch,
                int microBatch,
                int sequenceLength,
                TrainingPrecision precision,
                Optimizer optimizer,
                ZeroStage zeroStage,
                ActivationRecomputation recomputation) {
            this(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    TrainingStates.of(precision, optimizer, zeroStage),
                    Recomputation.of(recomputation),
                    TrainingKernels.FUSED,
                    ExpertDispatch.ALLTOALL,
                    Routing.UNIFORM);
        }

        @Override
        public Precision computePrecision() {
            return precision().compute();
        }

        public TrainingPrecision precision() {
            return states.precision();
        }

        public Optimizer optimizer() {
            return states.optimizer();
        }

        public ZeroStage zeroStage() {
            return states.zeroStage();
        }

        public ActivationRecomputation recomputation() {
            return recomputed.amount();
        }

        public Training withMicroBatch(int sequences) {
            return new Training(
                    globalBatch,
                    sequences,
                    sequenceLength,
                    states,
                    recomputed,
                    kernels,
                    dispatch,
                    routing);
        }

        public Training withGlobalBatch(int sequences) {
            return new Training(
                    sequences,
                    microBatch,
                    sequenceLength,
                    states,
                    recomputed,
                    kernels,
                    dispatch,
                    routing);
        }

        public Training withPrecision(TrainingPrecision recipe) {
            return withStates(states.withPrecision(recipe));
        }

        public Training withZeroStage(ZeroStage stage) {
            return withStates(states.withZeroStage(stage));
        }

        public Training withOptimizer(Optimizer other) {
            return withStates(states.withOptimizer(other));
        }

        public Training withStates(TrainingStates other) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    other,
                    recomputed,
                    kernels,
                    dispatch,
                    routing);
        }

        public Training withRecomputation(ActivationRecomputation amount) {
            return withRecomputed(Recomputation.of(amount));
        }

        public Training withRecomputed(Recomputation other) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    states,
                    other,
                    kernels,
                    dispatch,
                    routing);
        }

        public Training withRouting(Routing other) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    states,
                    recomputed,
                    kernels,
                    dispatch,
                    other);
        }
    }

    /// @param concurrentSequences sequences held at once, over all data-parallel replicas
    /// @param contextLength tokens of each sequence, prompt and answer together
    /// @param weights how weights are stored
    /// @param keyValueBlock tokens per cache block; a sequence occupies whole blocks
    /// @param engine what a serving engine is told
    record Inference(
            int concurrentSequences,
            int contextLength,
            WeightFormat weights,
            Precision keyValuePrecision,
            int keyValueBlock,
            EngineLimits engine,
            Routing routing)
            implements Workload {
        public Inference {
            atLeastOne("concurrentSequences", concurrentSequences);
            atLeastOne("contextLength", contextLength);
            atLeastOne("keyValueBlock", keyValueBlock);
        }

        /// One precision for all linear layers, the engine's defaults and balanced routing.
        public Inference(
                int concurrentSequences,
                int contextLength,
                Precision weightPrecision,
                Precision keyValuePrecision,
                int keyValueBlock) {
            this(
                    concurrentSequences,
                    contextLength,
                    WeightFormat.of(weightPrecision),
                    keyValuePrecision,
                    keyValueBlock,
                    EngineLimits.DEFAULTS,
                    Routing.UNIFORM);
        }

        /// {@return what a linear layer's weights are stored in}
        public Precision weightPrecision() {
            return weights.precision();
        }

        @Override
        public Precision computePrecision() {
            return weightPrecision().bits() >= 8 ? weightPrecision() : Precision.BF16;
        }

        public Inference withWeightPrecision(Precision precision) {
            return new Inference(
                    concurrentSequences,
                    contextLength,
                    WeightFormat.of(precision),
                    keyValuePrecision,
                    keyValueBlock,
                    engine,
                    routing);
        }

        public Inference withKeyValuePrecision(Precision precision) {
            return new Inference(
                    concurrentSequences,
                    contextLength,
                    weights,
                    precision,
                    keyValueBlock,
                    engine,
                    routing);
        }

        public Inference withEngine(EngineLimits limits) {
            return new Inference(
                    concurrentSequences,
                    contextLength,
                    weights,
                    keyValuePrecision,
                    keyValueBlock,
                    limits,
                    routing);
        }

        public Inference withContextLength(int tokens) {
            return new Inference(
                    concurrentSequences,
                    tokens,
                    weights,
                    keyValuePrecision,
                    keyValueBlock,
                    engine,
                    routing);
        }

        public Inference withConcurrentSequences(int sequences) {
            return new Inference(
                    sequences,
                    contextLength,
                    weights,
                    keyValuePrecision,
                    keyValueBlock,
                    engine,
                    routing);
        }

        public Inference withRouting(Routing other) {
            return new Inference(
                    concurrentSequences,
                    contextLength,
                    weights,
                    keyValuePrecision,
                    keyValueBlock,
                    engine,
                    other);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
