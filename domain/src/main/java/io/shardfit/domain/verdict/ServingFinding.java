package io.shardfit.domain.verdict;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Share;
import java.util.List;

/// A finding about the start of a serving engine, which sizes its cache itself.
public sealed interface ServingFinding extends Finding {

    /// Weights and working memory leave nothing for the cache.
    record NoCacheBlocks(ByteSize missing, String words) implements ServingFinding {
        @Override
        public String code() {
            return "SRV001";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "nothing is left for the cache, %s are missing: \"%s\""
                    .formatted(missing.scaled(), words);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.inference.memoryFraction",
                    "workload.inference.maxSequences",
                    "workload.inference.quantization",
                    "strategy");
        }
    }

    /// One sequence of the promised length is more than the cache holds.
    record ContextDoesNotFit(
            int contextLength, ByteSize needed, ByteSize available, int longest, String words)
            implements ServingFinding {
        @Override
        public String code() {
            return "SRV002";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "one sequence of %d tokens needs %s of cache, %s are left, at most %d tokens fit: \"%s\""
                    .formatted(contextLength, needed.scaled(), available, longest, words);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.inference.contextLength",
                    "workload.inference.memoryFraction",
                    "workload.inference.kvCachePrecision",
                    "strategy");
        }
    }

    /// The engine asks for more than is free when it starts.
    record FractionIsMoreThanFree(ByteSize requested, ByteSize free, String words)
            implements ServingFinding {
        @Override
        public String code() {
            return "SRV003";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "the memory fraction asks for %s, %s are free beside context and communicators: \"%s\""
                    .formatted(requested, free, words);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.inference.memoryFraction", "hardware.gpu");
        }
    }

    /// The weights do not fit while they are loaded.
    record WeightsDoNotLoad(ByteSize needed, ByteSize available) implements ServingFinding {
        @Override
        public String code() {
            return "SRV004";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "loading needs %s, a GPU has %s beside context and communicators: CUDA out of memory while loading"
                    .formatted(needed.scaled(), available);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.inference.loadPrecision",
                    "workload.inference.quantization",
                    "strategy");
        }
    }

    /// The cache is taken before graphs are captured and the largest step runs, and they no longer
    /// fit.
    record GraphsDoNotFit(ByteSize needed, ByteSize available) implements ServingFinding {
        @Override
        public String code() {
            return "SRV005";
        }

        @Override
        public Severity severity() {
            return Severity.BLOCKER;
        }

        @Override
        public String message() {
            return "with its cache the engine takes %s of a GPU that has %s: CUDA out of memory in graph capture or in the first full step"
                    .formatted(needed.scaled(), available);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.inference.memoryFraction", "workload.inference.cudaGraphs");
        }
    }

    /// It starts as expected, but not when every term is as large as it may be.
    record StartIsNotCertain(String reason) implements ServingFinding {
        @Override
        public String code() {
            return "SRV006";
        }

        @Override
        public Severity severity() {
            return Severity.TIGHT;
        }

        @Override
        public String message() {
            return "it starts as expected, but not when every term takes as much as it may: %s"
                    .formatted(reason);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.inference.memoryFraction",
                    "workload.inference.contextLength",
                    "strategy");
        }
    }

    /// Fewer sequences of full length fit at once than are asked for.
    record FewerSequencesFit(int concurrentSequences, String fit) implements ServingFinding {
        @Override
        public String code() {
            return "SRV007";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "%d sequences of full length are asked for at once, %s fit: others wait or are recomputed"
                    .formatted(concurrentSequences, fit);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.inference.concurrentSequences", "workload.inference.contextLength");
        }
    }

    /// The engine starts, but cannot hold one sequence of the promised length.
    record LongestRequestIsShorter(int contextLength, int longest) implements ServingFinding {
        @Override
        public String code() {
            return "SRV008";
        }

        @Override
        public Severity severity() {
            return Severity.TIGHT;
        }

        @Override
        public String message() {
            return "it starts, but of the %d tokens of a sequence at most %d fit into the cache: longer requests are refused"
                    .formatted(contextLength, longest);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.inference.contextLength", "workload.inference.memoryFraction");
        }
    }

    /// A safety margin was given, and an engine leaves no room that it could be taken from.
    record MarginDoesNotApply(Share margin) implements ServingFinding {
        @Override
        public String code() {
            return "SRV009";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "the safety margin of %s does not apply: an engine takes what its memory fraction leaves, so lower that instead"
                    .formatted(margin);
        }

        @Override
        public List<String> keys() {
            return List.of("hardware.safetyMargin", "workload.inference.memoryFraction");
        }
    }
}
