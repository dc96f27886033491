package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.TrainingPrecision;
import java.util.List;

/// A finding about a figure of the hardware that is not published.
public sealed interface HardwareFinding extends Finding {

    /// The GPU's allocatable bytes are not published; a less exact figure was used.
    record UsableMemoryNotPublished(String gpu, ByteSize used, GpuMemory.Meaning meaning)
            implements HardwareFinding {
        @Override
        public String code() {
            return "GPU001";
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
    record RateNotPublished(String gpu, String rate) implements HardwareFinding {
        @Override
        public String code() {
            return "GPU002";
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
    record PrecisionNotInCatalogue(String gpu, Precision precision) implements HardwareFinding {
        @Override
        public String code() {
            return "GPU003";
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

    /// The GPU has no units for the precision that the job computes in.
    record GpuCannotCompute(String gpu, TrainingPrecision precision, String reason)
            implements HardwareFinding {
        @Override
        public String code() {
            return "GPU004";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "%s cannot train in %s: %s".formatted(gpu, precision.word(), reason);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.training.precision", "hardware.gpu");
        }
    }
}
