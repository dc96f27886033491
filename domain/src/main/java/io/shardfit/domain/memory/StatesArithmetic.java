package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.TrainingStates;
import java.util.ArrayList;
import java.util.List;

/// Prints the arithmetic of {@link TrainingStatesOnRank}.
record StatesArithmetic(TrainingMemory memory, StageLayers stage) {
    private static final String SOURCE =
            "ZeRO, arXiv 1910.02054 §3 and §5; NVIDIA/Megatron-LM@d98e8a6"
                    + " megatron/training/theoretical_memory_usage.py:291-304";
    private static final String PRECISION = "workload.training.precision";

    private TrainingStatesOnRank states() {
        return memory.states(stage);
    }

    private TrainingStates formats() {
        return memory.training().states();
    }

    private Term dense() {
        return Derivation.term(
                "P",
                "parameters on the rank without routed experts",
                RankParametersArithmetic.dense(memory.rank(), stage));
    }

    private Term routed() {
        return Derivation.term(
                "P",
                "routed-expert parameters on the fullest rank",
                RankParametersArithmetic.routed(memory.rank(), stage));
    }

    private Term trained() {
        return formats()
                .adapter()
                .map(adapter ->
                        Derivation.term(
                                "P",
                                states().adapters(adapter),
                                "adapter parameters: rank × (input + output) beside each matrix",
                                "workload.training.adapter"))
                .orElseGet(this::dense);
    }

    private static Term shards(int ways, String over, int all) {
        return Derivation.term(
                "D",
                ways,
                ways == all ? "sharded over " + over : "not sharded",
                "workload.training.zeroStage");
    }

    Derivation weights() {
        return formats()
                .adapter()
                .map(this::frozen)
                .orElseGet(() ->
                        plain(
                                states().weights(),
                                dense(),
                                weightBytes(),
                                "weight",
                                shards(
                                        states().weightShards(),
                                        "DP × CP ranks",
                                        memory.groups().denseShards())));
    }

    private long weightBytes() {
        return formats().offload().parameters() ? 0 : formats().weightBytes();
    }

    Derivation expertWeights() {
        return plain(
                states().expertWeights(),
                routed(),
                weightBytes(),
                "weight",
                shards(states().expertWeightShards(), "EDP ranks", memory.groups().expertShards()));
    }

    private Derivation frozen(Adapter adapter) {
        boolean offloaded = formats().offload().parameters();
        return Derivation.of(
                states().weights(),
                "bytes",
                offloaded ? "0" : "ceil((P_n × B_n + (P_w + P_a) × 32) ÷ (16 × D))",
                "Lightning-AI/litgpt@2685705 litgpt/lora.py; an fp32 scale per 64 4-bit values",
                offloaded ? new Term[0] : frozenTerms(adapter));
    }

    private Term[] frozenTerms(Adapter adapter) {
        return new Term[] {
            Derivation.term("P_n", states().narrow(adapter), "frozen linear weights", "model"),
            Derivation.term(
                    "B_n",
                    TrainingStatesOnRank.narrowSixteenths(adapter),
                    "sixteenths of a byte of a frozen weight, its scale included",
                    "workload.training.frozenPrecision"),
            Derivation.term("P_w", states().wide(adapter), "other weights", "model"),
            Derivation.term(
                    "P_a", states().adapters(adapter), "adapters", "workload.training.adapter"),
            Derivation.term(
                    "D",
                    states().weightShards(),
                    "ranks that share them",
                    "workload.training.zeroStage")
        };
    }

    Derivation gradients() {
        int all = memory.groups().denseShards();
        return plain(
                states().gradients(),
                trained(),
                states().gradientBytes(),
                gradient(),
                shards(states().gradientShards(all), "DP × CP ranks", all));
    }

    private String gradient() {
        return states().gradientBytes() == 0
                ? "gradient: none before the backward pass, see the transient"
                : "accumulated gradient";
    }

    Derivation expertGradients() {
        int all = memory.groups().expertShards();
        return plain(
                states().expertGradients(),
                routed(),
                states().gradientBytes(),
                gradient(),
                shards(states().gradientShards(all), "EDP ranks", all));
    }

    private static Derivation plain(
            long value, Term parameters, long each, String what, Term shards) {
        return Derivation.of(
                value,
                "bytes",
                "ceil(P × B ÷ D)",
                SOURCE,
                parameters,
                Derivation.term("B", each, "bytes per parameter: " + what, PRECISION),
                shards);
    }

    Derivation optimizer() {
        int all = memory.groups().denseShards();
        Term shards = shards(states().optimizerShards(all), "DP × CP ranks", all);
        long tables = states().tableLike();
        if (tables == 0) {
            return stepped(states().optimizer(), trained(), shards);
        }
        List<Term> terms = new ArrayList<>();
        terms.add(dense());
        terms.add(shards);
        terms.add(bytes());
        terms.add(
                Derivation.term("P_t", tables, "parameters of embedding, head and norms", "model"));
        terms.add(
                Derivation.term(
                        "B_t",
                        states().tableOptimizerBytes(),
                        "bytes per parameter of these, which AdamW steps",
                        "workload.training.optimizer"));
        return resident(states().optimizer(), "((P - P_t) × B + P_t × B_t)", "D", terms);
    }

    Derivation expertOptimizer() {
        int all = memory.groups().expertShards();
        return stepped(
                states().expertOptimizer(),
                routed(),
                shards(states().optimizerShards(all), "EDP ranks", all));
    }

    private Derivation stepped(long value, Term parameters, Term shards) {
        List<Term> terms = new ArrayList<>();
        terms.add(parameters);
        terms.add(bytes());
        terms.add(shards);
        return resident(value, "P × B", "D", terms);
    }

    private Term bytes() {
        return Derivation.term(
                "B",
                states().optimizerBytes(),
                "bytes per parameter: master weight and moments of "
                        + memory.training().optimizer().word(),
                "workload.training.optimizer");
    }

    private Derivation resident(long value, String bytes, String shards, List<Term> terms) {
        long left = states().resident();
        boolean all = left == 1000;
        if (!all) {
            terms.add(
                    Derivation.term(
                            "resident",
                            left,
                            "thousandths that stay on the GPU",
                            "workload.training.offload"));
        }
        return Derivation.of(
                value,
                "bytes",
                all
                        ? "ceil(" + bytes + " ÷ " + shards + ")"
                        : "ceil(" + bytes + " × resident ÷ (1000 × " + shards + "))",
                SOURCE,
                terms.toArray(Term[]::new));
    }
}
