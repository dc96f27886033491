package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.Indexer;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks up the symbols of the printed equations, so that each is explained in one place
/// (docs/memory-model.md lists them).
///
/// @param load what is routed to the rank
/// @param attention the attention that `a`, `g`, `d` and the ranks stand for
record Symbols(DeploymentPlan plan, Attention attention, RankLoad load) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Set<String> FUNCTIONS = Set.of("ceil", "floor", "max", "min");

    static Symbols of(DeploymentPlan plan) {
        return new Symbols(plan, plan.model().attention(), RoutedLoad.of(plan).fullest());
    }

    /// {@return the symbols of one rank's memory}
    static Symbols of(MemoryModel memory) {
        return new Symbols(memory.plan(), memory.plan().model().attention(), memory.load());
    }

    /// {@return the symbol of a named tensor: its words in camel case}
    static String nameOf(Enum<?> tensor) {
        StringBuilder name = new StringBuilder();
        for (String word : tensor.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(
                    name.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    Symbols with(Attention other) {
        return new Symbols(plan, other, load);
    }

    /// {@return an equation with all its symbols looked up}
    Derivation explain(long value, String unit, String equation, String source) {
        return explain(value, unit, equation, source, List.of());
    }

    /// {@return an equation whose symbols are looked up, but for those that are given}
    Derivation explain(long value, String unit, String equation, String source, List<Term> given) {
        List<Term> terms = new ArrayList<>();
        for (String name : names(equation)) {
            terms.add(
                    given.stream()
                            .filter(term -> term.symbol().equals(name))
                            .findFirst()
                            .orElseGet(() -> of(name)));
        }
        return Derivation.of(value, unit, equation, source, terms.toArray(Term[]::new));
    }

    private static Set<String> names(String equation) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(equation);
        while (matcher.find()) {
            if (!FUNCTIONS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    Term of(String symbol) {
        ParallelStrategy strategy = plan.strategy();
        return switch (symbol) {
            case "TP" -> strategy(symbol, strategy.tensor(), "tensor parallel");
            case "PP" -> strategy(symbol, strategy.pipeline(), "pipeline parallel");
            case "CP" -> strategy(symbol, strategy.context(), "context parallel");
            case "EP" -> strategy(symbol, strategy.expert(), "expert parallel");
            case "ETP" -> strategy(symbol, plan.groups().expertTensor(), "expert tensor parallel");
            case "VP" -> strategy(symbol, strategy.virtualStages(), "virtual stages");
            case "N" ->
                    Derivation.term(
                            symbol,
                            strategy.normShards(),
                            "ranks that split norms and residuals: TP with sequence parallelism,"
                                    + " else 1",
                            "strategy.sequenceParallel");
            case "T" ->
                    Derivation.term(
                            symbol, "tokens of a micro-batch on a context-parallel rank", tokens());
            case "s" ->
                    Derivation.term(
                            symbol,
                            training().sequenceLength(),
                            "sequence length",
                            "workload.training.sequenceLength");
            case "b" ->
                    Derivation.term(
                            symbol,
                            training().microBatch(),
                            "micro-batch",
                            "workload.training.microBatch");
            case "K" ->
                    Derivation.term(
                            symbol,
                            "copies of tokens that the experts of the busiest rank compute",
                            RoutedTokens.how(this, training()));
            case "rank" ->
                    Derivation.term(
                            symbol,
                            adapter().rank(),
                            "rank of the adapters",
                            "workload.training.adapter");
            case "adapters" ->
                    Derivation.term(
                            symbol,
                            EagerAdapterTable.adapters(
                                    plan.model().feedForward().matrices(), adapter()),
                            "adapted matrices of a layer",
                            "workload.training.adapter");
            case "Q" ->
                    Derivation.term(
                            symbol,
                            training().precision().linearInputBits(),
                            "bits of a linear layer's kept input, scales rounded up",
                            "workload.training.precision");
            case "B" ->
                    Derivation.term(
                            symbol,
                            training().precision().activationBytes(),
                            "bytes of a kept value",
                            "workload.training.precision");
            default -> ofModel(symbol);
        };
    }

    private Term ofModel(String symbol) {
        ModelArchitecture model = plan.model();
        return switch (symbol) {
            case "h" -> model(symbol, model.hiddenSize(), "hidden size", "hiddenSize");
            case "V" -> model(symbol, model.vocabularySize(), "vocabulary", "vocabularySize");
            case "positions" ->
                    model(
                            symbol,
                            model.embeddings().learnedPositions(),
                            "rows of the position table",
                            "learnedPositions");
            case "additional" ->
                    model(
                            symbol,
                            model.additionalParameters().count(),
                            "parameters outside the decoder",
                            "additionalParameters");
            case "n_v" ->
                    model(
                            symbol,
                            model.normalization().vectors(),
                            "vectors of a norm",
                            "normalization");
            case "n_b" ->
                    model(
                            symbol,
                            model.bias() == LinearBias.ALL ? 1 : 0,
                            "1 when the output projection has a bias",
                            "linearBias");
            case "m" ->
                    model(
                            symbol,
                            model.feedForward().matrices(),
                            "matrices of a block: gate, up and down, or up and down",
                            "feedForward.gated");
            case "f" ->
                    model(
                            symbol,
                            model.feedForward().intermediateSize(),
                            "width of a dense block",
                            "feedForward.intermediateSize");
            case "E", "k", "f_m", "f_s", "h_e" -> ofExperts(symbol, model.experts().orElseThrow());
            case "a_k", "a_v", "d_k" -> ofLinear(symbol, model.mixers().linear().orElseThrow());
            case "a_m", "d_m", "n_s", "groups" ->
                    ofMamba(symbol, model.mixers().stateSpace().orElseThrow());
            case "kernel" -> model(symbol, kernel(), "tokens of the convolution", "convKernel");
            default -> ofAttention(symbol);
        };
    }

    private int kernel() {
        return plan.model()
                .mixers()
                .stateSpace()
                .map(StateSpace::convKernel)
                .or(() -> plan.model().mixers().linear().map(LinearAttention::convKernel))
                .orElseThrow();
    }

    private Term ofExperts(String symbol, Experts experts) {
        return switch (symbol) {
            case "E" -> expert(symbol, experts.count(), "routed experts", "count");
            case "k" -> expert(symbol, experts.perToken(), "experts per token", "perToken");
            case "f_m" ->
                    expert(symbol, experts.intermediateSize(), "expert width", "intermediateSize");
            case "f_s" ->
                    expert(
                            symbol,
                            experts.sharedIntermediateSize(),
                            "shared expert width",
                            "sharedIntermediateSize");
            default ->
                    expert(
                            symbol,
                            experts.inputWidth(plan.model().hiddenSize()),
                            "width that an expert reads",
                            "latentSize");
        };
    }

    private static Term ofLinear(String symbol, LinearAttention linear) {
        return switch (symbol) {
            case "a_k" -> model(symbol, linear.keyHeads(), "key heads", "linearAttention.keyHeads");
            case "a_v" ->
                    model(symbol, linear.valueHeads(), "value heads", "linearAttention.valueHeads");
            default ->
                    model(
                            symbol,
                            linear.keyHeadDim(),
                            "key head size",
                            "linearAttention.keyHeadDim");
        };
    }

    private static Term ofMamba(String symbol, StateSpace mamba) {
        return switch (symbol) {
            case "a_m" -> model(symbol, mamba.heads(), "heads", "mamba.heads");
            case "d_m" -> model(symbol, mamba.headDim(), "head size", "mamba.headDim");
            case "n_s" -> model(symbol, mamba.stateSize(), "state size", "mamba.stateSize");
            default -> model(symbol, mamba.groups(), "groups", "mamba.groups");
        };
    }

    private Term ofAttention(String symbol) {
        if (symbol.equals("a")) {
            return attention(symbol, attention.heads(), "heads", "heads");
        }
        if (symbol.equals("d_v") && plan.model().mixers().linear().isPresent()) {
            return model(
                    symbol,
                    plan.model().mixers().linear().orElseThrow().valueHeadDim(),
                    "value head size",
                    "linearAttention.valueHeadDim");
        }
        return switch (attention) {
            case GroupedQuery a -> ofGrouped(symbol, a);
            case MultiLatent a -> ofLatent(symbol, a);
        };
    }

    private static Term ofGrouped(String symbol, GroupedQuery a) {
        return switch (symbol) {
            case "g" -> attention(symbol, a.keyValueHeads(), "key-value heads", "keyValueHeads");
            case "d" -> attention(symbol, a.headDim(), "head size", "headDim");
            case "n_q" ->
                    attention(
                            symbol, a.queryParts(), "2 with an output gate, else 1", "outputGate");
            case "n_kv" ->
                    attention(
                            symbol,
                            a.keyValueParts(),
                            "1 where keys and values are shared, else 2",
                            "sharedKeyValue");
            default -> throw new IllegalStateException("no symbol " + symbol);
        };
    }

    private Term ofLatent(String symbol, MultiLatent a) {
        return switch (symbol) {
            case "r_q" -> attention(symbol, a.queryRank(), "query rank", "queryRank");
            case "r_kv" -> attention(symbol, a.keyValueRank(), "key-value rank", "keyValueRank");
            case "d_n" -> attention(symbol, a.nopeHeadDim(), "nope head size", "nopeHeadDim");
            case "d_r" -> attention(symbol, a.ropeHeadDim(), "rotary size", "ropeHeadDim");
            case "d_v" -> attention(symbol, a.valueHeadDim(), "value head size", "valueHeadDim");
            case "q_in" ->
                    attention(
                            symbol,
                            a.compressesQueries() ? a.queryRank() : plan.model().hiddenSize(),
                            "input of the query projection",
                            "queryRank");
            case "a_i" -> attention(symbol, indexer(a).heads(), "indexer heads", "indexer.heads");
            case "d_i" ->
                    attention(symbol, indexer(a).headDim(), "indexer head size", "indexer.headDim");
            default -> throw new IllegalStateException("no symbol " + symbol);
        };
    }

    private static Indexer indexer(MultiLatent attention) {
        return attention.indexer().orElseThrow();
    }

    private Adapter adapter() {
        return training().states().adapter().orElseThrow();
    }

    /// {@return tokens of one micro-batch on one context-parallel rank: `T = s·b ÷ CP`}
    Derivation tokens() {
        return explain(
                LayerShapes.tokens(plan, training()),
                "tokens",
                "ceil(s × b ÷ CP)",
                "docs/memory-model.md");
    }

    private Training training() {
        return switch (plan.workload()) {
            case Training training -> training;
            case Inference _ -> throw new IllegalStateException("a symbol of training");
        };
    }

    private static Term strategy(String symbol, long value, String meaning) {
        return Derivation.term(symbol, value, meaning, "strategy");
    }

    private static Term model(String symbol, long value, String meaning, String key) {
        return Derivation.term(symbol, value, meaning, "model." + key);
    }

    private static Term attention(String symbol, long value, String meaning, String key) {
        return model(symbol, value, meaning, "attention." + key);
    }

    private static Term expert(String symbol, long value, String meaning, String key) {
        return model(symbol, value, meaning, "feedForward.experts." + key);
    }
}
