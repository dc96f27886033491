package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Estimate;
import java.util.List;

/// A finding about what a GPU must hold.
public sealed interface MemoryFinding extends Finding {
    /// A requirement that is more than there is.
    sealed interface Excess extends MemoryFinding {
        ByteSize need();

        ByteSize capacity();

        default ByteSize over() {
            return need().minus(capacity());
        }
    }

    /// The fullest GPU is expected to need more than it can allocate.
    record MemoryExceeded(int rank, int stage, ByteSize need, ByteSize capacity) implements Excess {
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
    record MemoryIsTight(int rank, Estimate need, ByteSize budget) implements MemoryFinding {
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
            implements Excess {
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
    record DeclaredMemoryIsTight(ByteSize need, ByteSize budget) implements MemoryFinding {
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
            implements MemoryFinding {
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
}
