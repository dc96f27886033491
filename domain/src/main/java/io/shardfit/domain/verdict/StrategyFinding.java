package io.shardfit.domain.verdict;

import io.shardfit.domain.quantity.Share;
import java.util.List;

/// A finding about the parallel strategy and the GPUs it needs.
public sealed interface StrategyFinding extends Finding {

    /// The layers of the model cannot be dealt evenly to the pipeline stages.
    record LayersDoNotDivide(int layers, int parts, String what, String reason)
            implements StrategyFinding {
        @Override
        public String code() {
            return "PAR001";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "%d layers do not divide over %d %s: %s".formatted(layers, parts, what, reason);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "strategy.pipelineParallel", "strategy.virtualPipelineStages", "model.layers");
        }
    }

    /// Attention heads cannot be split evenly over the tensor-parallel ranks.
    record HeadsDoNotDivide(String which, int heads, int tensor, String refusal)
            implements StrategyFinding {
        @Override
        public String code() {
            return "PAR002";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "%d %s do not divide over tensor parallel %d; %s"
                    .formatted(heads, which, tensor, refusal);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "strategy.tensorParallel",
                    "model.attention.keyValueHeads",
                    "model.attention.heads");
        }
    }

    /// The strategy needs more GPUs than there are.
    ///
    /// @param refusal what the framework says to it; empty when it says nothing
    record TooFewGpus(int required, int available, String product, String refusal)
            implements StrategyFinding {
        public Share utilisation() {
            return Share.of(required, available);
        }

        @Override
        public String code() {
            return "PAR003";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            String need =
                    "the strategy needs %d GPUs (%s), but %d are available: %s of them"
                            .formatted(required, product, available, utilisation().percent(0));
            return refusal.isEmpty() ? need : need + "; " + refusal;
        }

        @Override
        public List<String> keys() {
            return List.of("strategy", "hardware.gpus");
        }
    }

    /// The framework refuses the group sizes.
    record ConventionRefuses(String framework, String refusal, List<String> keys)
            implements StrategyFinding {
        public ConventionRefuses {
            keys = List.copyOf(keys);
        }

        @Override
        public String code() {
            return "PAR004";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return isQuoted()
                    ? "%s refuses: %s".formatted(framework, refusal)
                    : "cannot be expressed in %s: %s".formatted(framework, refusal);
        }

        /// Only what stands in quotes is what the framework says; the rest is what we know of it.
        private boolean isQuoted() {
            return refusal.contains("\"");
        }
    }

    /// The framework wants the experts of a layer to divide over the expert-parallel ranks.
    record ExpertsDoNotDivide(int experts, int ranks, String refusal) implements StrategyFinding {
        @Override
        public String code() {
            return "PAR005";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "%d experts do not divide over expert parallel %d: %s"
                    .formatted(experts, ranks, refusal);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.expertParallel", "model.feedForward.experts.count");
        }
    }

    /// Some expert-parallel ranks would hold no expert, or there is nothing to split at all.
    record NoExpertsForRanks(int experts, int ranks, String refusal) implements StrategyFinding {
        @Override
        public String code() {
            return "PAR006";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "expert parallel is %d, but a layer has %d routed experts: %s"
                    .formatted(ranks, experts, refusal);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.expertParallel", "model.feedForward");
        }
    }

    /// The global batch is not a whole number of micro-batches on every replica.
    record BatchDoesNotDivide(int globalBatch, int microBatch, int replicas, String refusal)
            implements StrategyFinding {
        @Override
        public String code() {
            return "PAR007";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "global batch %d is not a multiple of micro-batch %d × %d replicas; %s"
                    .formatted(globalBatch, microBatch, replicas, refusal);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.training.globalBatch", "workload.training.microBatch");
        }
    }

    /// GPUs are reserved that the strategy does not use.
    record GpusStayIdle(int required, int available) implements StrategyFinding {
        @Override
        public String code() {
            return "PAR008";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "the strategy uses %d of %d GPUs; %d stay idle"
                    .formatted(required, available, available - required);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy", "hardware.gpus");
        }
    }

    /// A tensor-parallel group is larger than a node.
    record TensorParallelLeavesNode(int tensor, int gpusPerNode) implements StrategyFinding {
        @Override
        public String code() {
            return "PAR009";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "tensor parallel %d spans nodes of %d GPUs: every layer waits for the network"
                    .formatted(tensor, gpusPerNode);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.tensorParallel", "hardware.gpusPerNode");
        }
    }

    /// A matrix cannot be cut evenly over the ranks that split it.
    record WidthDoesNotDivide(String what, int width, int ranks, String reason)
            implements StrategyFinding {
        @Override
        public String code() {
            return "PAR010";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "%s, %d wide, does not divide over %d ranks: %s"
                    .formatted(what, width, ranks, reason);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.tensorParallel", "model.feedForward");
        }
    }
}
