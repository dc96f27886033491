package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// What an engine's memory fraction is a fraction of. The same number, and the same advice to raise
/// it, mean different things.
public sealed interface MemoryFraction {
    /// {@return the fraction, with where it comes from}
    Term fraction();

    /// {@return the bytes that are left for the cache; negative when there are none}
    Derivation cache(Held held);

    /// {@return the plan's key or the engine's flag}
    String flag();

    /// What a GPU holds beside the cache.
    ///
    /// @param total bytes that the engine sees
    /// @param outside context and communicators, held before weights are loaded and not counted
    /// @param weights all that stays after loading
    /// @param working peak of a forward pass, and libraries
    record Held(ByteSize total, ByteSize outside, ByteSize weights, ByteSize working) {}

    /// vLLM: of the whole device, for all that the engine counts (vllm-project/vllm@148a5c12
    /// vllm/v1/worker/gpu_worker.py, determine_available_memory).
    record OfTotal(Term fraction) implements MemoryFraction {
        private static final String SOURCE =
                "vllm-project/vllm@148a5c12 vllm/v1/worker/gpu_worker.py,"
                        + " determine_available_memory";

        /// {@return what the engine asks for: the fraction of all memory}
        public Derivation requested(ByteSize total) {
            return Derivation.of(
                    part(total.bytes(), fraction),
                    "bytes",
                    "floor(total × fraction)",
                    SOURCE,
                    term("total", total.bytes(), "bytes of the device", "hardware.gpu"),
                    fraction);
        }

        @Override
        public Derivation cache(Held held) {
            Derivation requested = requested(held.total());
            return Derivation.of(
                    requested.value().longValueExact()
                            - held.weights().bytes()
                            - held.working().bytes(),
                    "bytes",
                    "requested - weights - working",
                    SOURCE,
                    term("requested", "what the engine asks for", requested),
                    weightsTerm(held),
                    workingTerm(held));
        }

        @Override
        public String flag() {
            return "gpu_memory_utilization";
        }
    }

    /// SGLang: of what is free before loading, for weights and cache together
    /// (sgl-project/sglang@6ed5780c python/sglang/srt/model_executor/pool_configurator.py:60-67).
    record OfFreeBeforeLoading(Term fraction) implements MemoryFraction {
        @Override
        public Derivation cache(Held held) {
            return Derivation.of(
                    part(held.total().bytes() - held.outside().bytes(), fraction)
                            - held.weights().bytes(),
                    "bytes",
                    "floor((total - outside) × fraction) - weights",
                    "sgl-project/sglang@6ed5780c"
                            + " python/sglang/srt/model_executor/pool_configurator.py:60-67",
                    term("total", held.total().bytes(), "bytes of the device", "hardware.gpu"),
                    outsideTerm(held),
                    fraction,
                    weightsTerm(held));
        }

        @Override
        public String flag() {
            return "--mem-fraction-static";
        }
    }

    /// TensorRT-LLM: of what is free after a trial run, for the cache alone (NVIDIA/TensorRT-LLM
    /// tensorrt_llm/_torch/pyexecutor/_util.py, _cal_max_memory).
    record OfFreeAfterPeak(Term fraction) implements MemoryFraction {
        @Override
        public Derivation cache(Held held) {
            long free =
                    held.total().bytes()
                            - held.outside().bytes()
                            - held.weights().bytes()
                            - held.working().bytes();
            return Derivation.of(
                    part(free, fraction),
                    "bytes",
                    "floor((total - outside - weights - working) × fraction)",
                    "NVIDIA/TensorRT-LLM tensorrt_llm/_torch/pyexecutor/_util.py, _cal_max_memory",
                    term("total", held.total().bytes(), "bytes of the device", "hardware.gpu"),
                    outsideTerm(held),
                    weightsTerm(held),
                    workingTerm(held),
                    fraction);
        }

        @Override
        public String flag() {
            return "kv_cache_free_gpu_memory_fraction";
        }
    }

    private static long part(long bytes, Term fraction) {
        return BigDecimal.valueOf(bytes)
                .multiply(fraction.value())
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private static Term weightsTerm(Held held) {
        return term(
                "weights", held.weights().bytes(), "all that stays after loading", "memory.stages");
    }

    private static Term workingTerm(Held held) {
        return term(
                "working",
                held.working().bytes(),
                "peak of the profile run, libraries",
                "memory.stages");
    }

    private static Term outsideTerm(Held held) {
        return term(
                "outside", held.outside().bytes(), "context and communicators", "memory.stages");
    }
}
