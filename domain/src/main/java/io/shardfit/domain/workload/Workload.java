package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;

/// What the deployment is asked to do.
public sealed interface Workload {
    Precision computePrecision();

    /// @param globalBatch sequences per optimizer step, over all GPUs
    /// @param microBatch sequences per forward pass of one data-parallel rank
    record Training(
            int globalBatch,
            int microBatch,
            int sequenceLength,
            TrainingPrecision precision,
            Optimizer optimizer,
            ZeroStage zeroStage,
            ActivationRecomputation recomputation)
            implements Workload {
        public Training {
            atLeastOne("globalBatch", globalBatch);
            atLeastOne("microBatch", microBatch);
            atLeastOne("sequenceLength", sequenceLength);
        }

        @Override
        public Precision computePrecision() {
            return precision.compute();
        }

        public Training withMicroBatch(int sequences) {
            return new Training(
                    globalBatch,
                    sequences,
                    sequenceLength,
                    precision,
                    optimizer,
                    zeroStage,
                    recomputation);
        }

        public Training withGlobalBatch(int sequences) {
            return new Training(
                    sequences,
                    microBatch,
                    sequenceLength,
                    precision,
                    optimizer,
                    zeroStage,
                    recomputation);
        }

        public Training withPrecision(TrainingPrecision recipe) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    recipe,
                    optimizer,
                    zeroStage,
                    recomputation);
        }

        public Training withZeroStage(ZeroStage stage) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    precision,
                    optimizer,
                    stage,
                    recomputation);
        }

        public Training withOptimizer(Optimizer other) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    precision,
                    other,
                    zeroStage,
                    recomputation);
        }

        public Training withRecomputation(ActivationRecomputation amount) {
            return new Training(
                    globalBatch,
                    microBatch,
                    sequenceLength,
                    precision,
                    optimizer,
                    zeroStage,
                    amount);
        }
    }

    /// @param concurrentSequences sequences held at once, over all data-parallel replicas
    /// @param contextLength tokens of each sequence, prompt and answer together
    /// @param keyValueBlock tokens per cache block; a sequence occupies whole blocks
    record Inference(
            int concurrentSequences,
            int contextLength,
            Precision weightPrecision,
            Precision keyValuePrecision,
            int keyValueBlock)
            implements Workload {
        public Inference {
            atLeastOne("concurrentSequences", concurrentSequences);
            atLeastOne("contextLength", contextLength);
            atLeastOne("keyValueBlock", keyValueBlock);
        }

        @Override
        public Precision computePrecision() {
            return weightPrecision.bits() >= 8 ? weightPrecision : Precision.BF16;
        }

        public Inference withWeightPrecision(Precision precision) {
            return new Inference(
                    concurrentSequences,
                    contextLength,
                    precision,
                    keyValuePrecision,
                    keyValueBlock);
        }

        public Inference withKeyValuePrecision(Precision precision) {
            return new Inference(
                    concurrentSequences, contextLength, weightPrecision, precision, keyValueBlock);
        }

        public Inference withContextLength(int tokens) {
            return new Inference(
                    concurrentSequences, tokens, weightPrecision, keyValuePrecision, keyValueBlock);
        }

        public Inference withConcurrentSequences(int sequences) {
            return new Inference(
                    sequences, contextLength, weightPrecision, keyValuePrecision, keyValueBlock);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
