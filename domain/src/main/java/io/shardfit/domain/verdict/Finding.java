package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import java.util.List;

/// One thing that is wrong, doubtful or worth knowing, with its evidence. Each has a page under
/// `docs/findings/` named after its code. Codes are published and never reused.
public sealed interface Finding {
    String code();

    Severity severity();

    /// {@return one sentence with need, have and place}
    String message();

    /// {@return the plan keys that decide it, the most telling first}
    List<String> keys();

    /// The layers of the model cannot be dealt evenly to the pipeline stages.
    record LayersDoNotDivide(int layers, int parts, String what, String reason) implements Finding {
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
            implements Finding {
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
    record TooFewGpus(int required, int available, String product) implements Finding {
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
            return "the strategy needs %d GPUs (%s), but %d are available: %s of them"
                    .formatted(required, product, available, utilisation().percent(0));
        }

        @Override
        public List<String> keys() {
            return List.of("strategy", "hardware.gpus");
        }
    }

    /// The framework refuses the group sizes.
    record ConventionRefuses(String framework, String refusal, List<String> keys)
            implements Finding {
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
            return "%s refuses: %s".formatted(framework, refusal);
        }
    }

    /// The framework wants the experts of a layer to divide over the expert-parallel ranks.
    record ExpertsDoNotDivide(int experts, int ranks, String refusal) implements Finding {
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
    record NoExpertsForRanks(int experts, int ranks, String refusal) implements Finding {
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
            implements Finding {
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
    record GpusStayIdle(int required, int available) implements Finding {
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
    record TensorParallelLeavesNode(int tensor, int gpusPerNode) implements Finding {
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

    /// The fullest GPU is expected to need more than it can allocate.
    record MemoryExceeded(int rank, int stage, ByteSize need, ByteSize capacity)
            implements Finding {
        public ByteSize over() {
            return need.minus(capacity);
        }

        @Override
        public String code() {
            return "MEM001";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "rank %d (stage %d) needs %s, but a GPU has %s: %s over"
                    .formatted(rank, stage, need, capacity, over());
        }

        @Override
        public List<String> keys() {
            return List.of("strategy", "workload", "hardware.gpu");
        }
    }

    /// It is expected to fit, but not with certainty.
    record MemoryIsTight(int rank, Estimate need, ByteSize budget) implements Finding {
        @Override
        public String code() {
            return "MEM002";
        }

        @Override
        public Severity severity() {
            return Severity.TIGHT;
        }

        @Override
        public String message() {
            return "rank %d is expected to need %s and may need %s; the budget with the safety margin is %s"
                    .formatted(rank, need.expected(), need.high(), budget);
        }

        @Override
        public List<String> keys() {
            return List.of("hardware.safetyMargin", "strategy", "workload", "hardware.gpu");
        }
    }

    /// The declared requirement is more than a GPU has.
    record DeclaredMemoryExceeded(
            ByteSize need, String asWritten, ByteSize capacity, GpuMemory.Meaning meaning)
            implements Finding {
        public ByteSize over() {
            return need.minus(capacity);
        }

        @Override
        public String code() {
            return "MEM003";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "declared %s = %s per GPU is %s of the %s memory, %s: %s (%s) over, %s of the requirement"
                    .formatted(
                            asWritten,
                            need,
                            need.shareOf(capacity),
                            meaning.word(),
                            capacity,
                            over(),
                            over().in(ByteUnit.GIGABYTE, 2),
                            over().shareOf(need));
        }

        @Override
        public List<String> keys() {
            return List.of("declared.memoryPerGpu", "hardware.gpu");
        }
    }

    /// The declared requirement leaves less than the safety margin.
    record DeclaredMemoryIsTight(ByteSize need, ByteSize budget) implements Finding {
        @Override
        public String code() {
            return "MEM004";
        }

        @Override
        public Severity severity() {
            return Severity.TIGHT;
        }

        @Override
        public String message() {
            return "declared %s per GPU is more than the budget with the safety margin, %s"
                    .formatted(need, budget);
        }

        @Override
        public List<String> keys() {
            return List.of("declared.memoryPerGpu", "hardware.safetyMargin");
        }
    }

    /// The declared requirement lies outside the computed interval.
    record DeclaredMemoryDiffers(ByteSize declared, ByteSize low, ByteSize high)
            implements Finding {
        @Override
        public String code() {
            return "MEM005";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "declared %s per GPU, computed %s to %s: one of them describes another plan"
                    .formatted(declared, low, high);
        }

        @Override
        public List<String> keys() {
            return List.of("declared.memoryPerGpu");
        }
    }

    /// The GPU's allocatable bytes are not published; a less exact figure was used.
    record UsableMemoryNotPublished(String gpu, ByteSize used, GpuMemory.Meaning meaning)
            implements Finding {
        @Override
        public String code() {
            return "HW001";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "no published figure says what a framework can allocate on %s; judged against %s, its %s figure"
                    .formatted(gpu, used, meaning.word());
        }

        @Override
        public List<String> keys() {
            return List.of("hardware.gpu");
        }
    }

    /// A rate that the compute check needs is not published.
    record RateNotPublished(String gpu, String rate) implements Finding {
        @Override
        public String code() {
            return "HW002";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "%s of %s is not known, so what binds after capacity was not judged"
                    .formatted(rate, gpu);
        }

        @Override
        public List<String> keys() {
            return List.of("hardware.gpu");
        }
    }

    /// The GPU has no published peak in the precision the plan computes in.
    record PrecisionNotInCatalogue(String gpu, Precision precision) implements Finding {
        @Override
        public String code() {
            return "HW003";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "no dense peak of %s at %s is known, so compute was not judged"
                    .formatted(gpu, precision.word());
        }

        @Override
        public List<String> keys() {
            return List.of("hardware.gpu", "workload");
        }
    }

    /// Experts do not lie evenly, so some ranks hold and do more.
    record ExpertsAreUneven(int most, int fewest, Share imbalance) implements Finding {
        @Override
        public String code() {
            return "BAL001";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "some ranks hold %d experts of a layer, others %d: the busiest does %s times the mean"
                    .formatted(most, fewest, imbalance.rounded(2));
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.expertParallel", "model.feedForward.experts.count");
        }
    }

    /// Pipeline stages hold different numbers of layers.
    record StagesAreUneven(int most, int fewest) implements Finding {
        @Override
        public String code() {
            return "BAL002";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "pipeline stages hold %d to %d layers: the fullest sets the pace and the memory"
                    .formatted(fewest, most);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.pipelineParallel", "model.layers");
        }
    }

    /// Much of a step is spent filling and draining the pipeline.
    record PipelineBubbleIsLarge(Share bubble) implements Finding {
        @Override
        public String code() {
            return "BAL003";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "the pipeline stands still for %s of a step: more micro-batches or virtual stages shorten that"
                    .formatted(bubble);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.training.globalBatch",
                    "strategy.virtualPipelineStages",
                    "strategy.pipelineParallel");
        }
    }

    /// The declared parameter count is not what the architecture gives.
    record ParametersDiffer(ParameterCount declared, ParameterCount computed) implements Finding {
        public Share difference() {
            return Share.of(Math.abs(declared.count() - computed.count()), computed.count());
        }

        @Override
        public String code() {
            return "MOD001";
        }

        @Override
        public Severity severity() {
            return difference().isMoreThan(Share.ofPercent(5)) ? Severity.WARNING : Severity.ADVICE;
        }

        @Override
        public String message() {
            return "declared %s parameters, the architecture gives %s: %s apart"
                    .formatted(declared, computed, difference());
        }

        @Override
        public List<String> keys() {
            return List.of("model.declaredParameters");
        }
    }

    /// The plan asks for something whose memory is not modelled.
    record NotModelled(String what, List<String> keys) implements Finding {
        public NotModelled {
            keys = List.copyOf(keys);
        }

        @Override
        public String code() {
            return "UNK001";
        }

        @Override
        public Severity severity() {
            return Severity.UNDECIDED;
        }

        @Override
        public String message() {
            return "cannot judge: " + what;
        }
    }
}
