package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.architecture.WeightTensor.Storage;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Prints how the parameters of a stage add up, weight by weight.
///
/// @param counted which weights the sum is of
record RankParametersArithmetic(
        RankParameters rank, StageLayers stage, Predicate<WeightTensor> counted) {
    private static final String PLACED = "layers as placed";

    /// {@return the arithmetic of the weights without routed experts}
    static Derivation dense(RankParameters rank, StageLayers stage) {
        return new RankParametersArithmetic(
                        rank, stage, tensor -> tensor.storage() != Storage.ROUTED)
                .sum(rank.dense(stage));
    }

    /// {@return the arithmetic of the weights that stay wide when linear layers are quantised}
    static Derivation wide(RankParameters rank, StageLayers stage) {
        return new RankParametersArithmetic(
                        rank,
                        stage,
                        tensor ->
                                tensor.storage() == Storage.WIDE
                                        || tensor.storage() == Storage.TABLE)
                .sum(rank.wide(stage) + rank.tables(stage));
    }

    /// {@return the arithmetic of the routed experts}
    static Derivation routed(RankParameters rank, StageLayers stage) {
        Symbols symbols = Symbols.of(rank.plan());
        return symbols.explain(
                rank.routed(stage),
                "parameters",
                stage.mixture() == 0 ? "0" : "n_m × n_x × expert",
                RankParameters.SOURCE,
                List.of(
                        Derivation.term(
                                "n_m",
                                stage.mixture(),
                                "mixture layers on stage " + stage.stage(),
                                PLACED),
                        Derivation.term(
                                "n_x",
                                rank.localExperts(),
                                "routed experts of a layer on the rank, replicas counted",
                                "placement of experts"),
                        Derivation.term("expert", "one routed expert", oneExpert(rank, symbols))));
    }

    static Derivation oneExpert(RankParameters rank, Symbols symbols) {
        return group(
                symbols,
                tensor -> tensor.storage() == Storage.ROUTED,
                sink -> rank.table().block(Block.MIXTURE, sink));
    }

    private Derivation sum(long value) {
        Addition addition = new Addition(value);
        LayerCounts counts = stage.counts();
        WeightTable table = rank.table();
        for (TokenMixer mixer : TokenMixer.values()) {
            if (mixer != TokenMixer.NONE && counts.of(mixer) > 0) {
                addition.add(
                        counts.of(mixer),
                        mixer.word(),
                        "layers with " + mixer.word() + " mixing",
                        symbols(mixer),
                        sink -> table.mixer(mixer, sink));
            }
        }
        Symbols symbols = Symbols.of(rank.plan());
        addition.add(
                counts.dense(), "dense", "dense blocks", symbols, s -> table.block(Block.DENSE, s));
        if (counts.mixture() > 0) {
            addition.add(
                    counts.mixture(),
                    "mixture",
                    "mixtures",
                    symbols,
                    s -> table.block(Block.MIXTURE, s));
        }
        addition.add(counts.norms(), "norm", "norms", symbols, table::norm);
        if (stage.predictors() > 0) {
            addition.add(
                    stage.predictors(),
                    "predictor",
                    "multi-token-prediction layers",
                    symbols,
                    table::multiTokenPrediction);
        }
        ends(addition, symbols);
        return addition.derivation();
    }

    private void ends(Addition addition, Symbols symbols) {
        WeightTable table = rank.table();
        if (stage.first()) {
            addition.add(1, "entry", "what lies before the first layer", symbols, table::entry);
        }
        if (stage.last()) {
            boolean shared = stage.first() && rank.plan().model().tiedEmbeddings();
            addition.add(
                    1,
                    "exit",
                    shared ? "the final norm; the head is the embedding" : "final norm and head",
                    symbols,
                    shared ? table::norm : table::exit);
        }
        long again = rank.tables(stage) - tablesOfEnds();
        if (again > 0) {
            addition.add(
                    1,
                    "again",
                    "the embedding again, for the prediction layers",
                    symbols,
                    sink -> sink.weight(WeightTensor.EMBEDDING, again));
        }
    }

    private long tablesOfEnds() {
        boolean shared = stage.first() && rank.plan().model().tiedEmbeddings();
        return (stage.first() ? rank.entry().tables() : 0)
                + (stage.last() && !shared ? rank.exit().tables() : 0);
    }

    private Symbols symbols(TokenMixer mixer) {
        Symbols symbols = Symbols.of(rank.plan());
        return mixer.isAttention()
                ? symbols.with(rank.plan().model().mixers().attentionOf(mixer))
                : symbols;
    }

    /// A group of weights with the equation of each.
    static Derivation group(
            Symbols symbols, Predicate<WeightTensor> counted, Consumer<WeightTable.Sink> weights) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long[] sum = {0};
        weights.accept((tensor, elements) -> {
            if (counted.test(tensor)) {
                String name = Symbols.nameOf(tensor);
                names.add(name);
                sum[0] += elements;
                terms.add(
                        Derivation.term(
                                name,
                                tensor.label(),
                                symbols.explain(
                                        elements,
                                        "parameters",
                                        tensor.equation(),
                                        RankParameters.SOURCE)));
            }
        });
        return Derivation.of(
                sum[0],
                "parameters",
                names.isEmpty() ? "0" : String.join(" + ", names),
                RankParameters.SOURCE,
                terms.toArray(Term[]::new));
    }

    /// A sum of groups, each as often as its layers.
    private final class Addition {
        private final long value;
        private final List<Term> terms = new ArrayList<>();
        private final List<String> products = new ArrayList<>();

        private Addition(long value) {
            this.value = value;
        }

        void add(
                int times,
                String name,
                String what,
                Symbols symbols,
                Consumer<WeightTable.Sink> weights) {
            if (times == 0) {
                return;
            }
            Derivation each = group(symbols, counted, weights);
            if (each.value().signum() == 0) {
                return;
            }
            String count = "n_" + name;
            products.add(times == 1 ? name : count + " × " + name);
            if (times != 1) {
                terms.add(
                        Derivation.term(count, times, what + " on stage " + stage.stage(), PLACED));
            }
            terms.add(Derivation.term(name, what, each));
        }

        Derivation derivation() {
            return Derivation.of(
                    value,
                    "parameters",
                    products.isEmpty() ? "0" : String.join(" + ", products),
                    RankParameters.SOURCE,
                    terms.toArray(Term[]::new));
        }
    }
}
