package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;

/// One change of one knob of a plan.
public sealed interface Remedy
        permits Remedy.OfTraining,
                Remedy.OfInference,
                Remedy.OfStrategy,
                DegreeRemedy,
                StateRemedy,
                RecomputationRemedy,
                EngineRemedy,
                PlacementRemedy,
                HardwareRemedy {
    /// {@return the plan with the change made; everything else as it was}
    DeploymentPlan applyTo(DeploymentPlan plan);

    /// {@return the plan keys to set, as a person would write them}
    String edit();

    /// {@return the knob it turns}
    Lever lever();

    /// Changes of a training job.
    sealed interface OfTraining extends Remedy {
        Training change(Training training);

        @Override
        default DeploymentPlan applyTo(DeploymentPlan plan) {
            return plan.workload() instanceof Training training
                    ? plan.withWorkload(change(training))
                    : plan;
        }
    }

    /// Changes of a serving deployment.
    sealed interface OfInference extends Remedy {
        Inference change(Inference inference);

        @Override
        default DeploymentPlan applyTo(DeploymentPlan plan) {
            return plan.workload() instanceof Inference inference
                    ? plan.withWorkload(change(inference))
                    : plan;
        }
    }

    /// Changes of the parallel strategy.
    sealed interface OfStrategy extends Remedy {
        ParallelStrategy change(ParallelStrategy strategy);

        @Override
        default DeploymentPlan applyTo(DeploymentPlan plan) {
            return plan.withStrategy(change(plan.strategy()));
        }
    }

    record SetGlobalBatch(int sequences) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withGlobalBatch(sequences);
        }

        @Override
        public String edit() {
            return "workload.training.globalBatch: " + sequences;
        }

        @Override
        public Lever lever() {
            return Lever.GLOBAL_BATCH;
        }
    }

    record SetSequenceLength(int tokens) implements OfTraining {
        @Override
        public Training change(Training training) {
            return new Training(
                    training.globalBatch(),
                    training.microBatch(),
                    tokens,
                    training.states(),
                    training.recomputed(),
                    training.kernels(),
                    training.dispatch(),
                    training.routing());
        }

        @Override
        public String edit() {
            return "workload.training.sequenceLength: " + tokens;
        }

        @Override
        public Lever lever() {
            return Lever.SEQUENCE_LENGTH;
        }
    }

    record SetMicroBatch(int sequences) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withMicroBatch(sequences);
        }

        @Override
        public String edit() {
            return "workload.training.microBatch: " + sequences;
        }

        @Override
        public Lever lever() {
            return Lever.MICRO_BATCH;
        }
    }

    record Recompute(ActivationRecomputation amount) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withRecomputation(amount);
        }

        @Override
        public String edit() {
            return "workload.training.recomputation: " + amount.word();
        }

        @Override
        public Lever lever() {
            return Lever.RECOMPUTATION;
        }
    }

    record Shard(ZeroStage stage) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withZeroStage(stage);
        }

        @Override
        public String edit() {
            return "workload.training.zeroStage: " + stage.ordinal();
        }

        @Override
        public Lever lever() {
            return Lever.SHARDING;
        }
    }

    record SetOptimizer(Optimizer optimizer) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withStates(StateRemedy.withOptimizer(training.states(), optimizer));
        }

        @Override
        public String edit() {
            return "workload.training.optimizer: " + optimizer.word();
        }

        @Override
        public Lever lever() {
            return Lever.OPTIMIZER;
        }
    }

    record SetTrainingPrecision(TrainingPrecision precision) implements OfTraining {
        @Override
        public Training change(Training training) {
            return training.withStates(StateRemedy.withPrecision(training.states(), precision));
        }

        @Override
        public String edit() {
            return "workload.training.precision: " + precision.word();
        }

        @Override
        public Lever lever() {
            return Lever.TRAINING_PRECISION;
        }
    }

    record SetWeightPrecision(Precision precision) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withWeightPrecision(precision);
        }

        @Override
        public String edit() {
            return "workload.inference.weightPrecision: " + precision.word();
        }

        @Override
        public Lever lever() {
            return Lever.WEIGHTS;
        }
    }

    record SetKeyValuePrecision(Precision precision) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withKeyValuePrecision(precision);
        }

        @Override
        public String edit() {
            return "workload.inference.kvCachePrecision: " + precision.word();
        }

        @Override
        public Lever lever() {
            return Lever.CACHE;
        }
    }

    record SetContextLength(int tokens) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withContextLength(tokens);
        }

        @Override
        public String edit() {
            return "workload.inference.contextLength: " + tokens;
        }

        @Override
        public Lever lever() {
            return Lever.CONTEXT_LENGTH;
        }
    }

    record SetConcurrentSequences(int sequences) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withConcurrentSequences(sequences);
        }

        @Override
        public String edit() {
            return "workload.inference.concurrentSequences: " + sequences;
        }

        @Override
        public Lever lever() {
            return Lever.CONCURRENCY;
        }
    }

    /// The engine's memory fraction: raised it leaves more for the cache, lowered it leaves more
    /// beside it. Which helps depends on the engine and on what ran out, so both are tried.
    record SetMemoryFraction(Share fraction) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withEngine(inference.engine().withMemoryFraction(fraction));
        }

        @Override
        public String edit() {
            return "workload.inference.memoryFraction: " + fraction.rounded(2);
        }

        @Override
        public Lever lever() {
            return Lever.MEMORY_FRACTION;
        }
    }

    record SetMaxSequences(int sequences) implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withEngine(inference.engine().withMaxSequences(sequences));
        }

        @Override
        public String edit() {
            return "workload.inference.maxSequences: " + sequences;
        }

        @Override
        public Lever lever() {
            return Lever.MAX_SEQUENCES;
        }
    }

    record LeaveOutCudaGraphs() implements OfInference {
        @Override
        public Inference change(Inference inference) {
            return inference.withEngine(inference.engine().withCudaGraphs(false));
        }

        @Override
        public String edit() {
            return "workload.inference.cudaGraphs: false";
        }

        @Override
        public Lever lever() {
            return Lever.CUDA_GRAPHS;
        }
    }

    record SetTensorParallel(int degree) implements OfStrategy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withTensor(degree);
        }

        @Override
        public String edit() {
            return "strategy.tensorParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.TENSOR;
        }
    }

    record SetPipelineParallel(int degree) implements OfStrategy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withPipeline(degree);
        }

        @Override
        public String edit() {
            return "strategy.pipelineParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.PIPELINE;
        }
    }

    record SetDataParallel(int degree) implements OfStrategy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withData(degree);
        }

        @Override
        public String edit() {
            return "strategy.dataParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.DATA;
        }
    }

    record SetExpertParallel(int degree) implements OfStrategy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withExpert(degree);
        }

        @Override
        public String edit() {
            return "strategy.expertParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.EXPERT;
        }
    }
}
