package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Prints how the kept tensors of a stage add up, tensor by tensor.
record LayerActivationsArithmetic(LayerActivations layer, StageLayers stage) {

    /// {@return the arithmetic of what one micro-batch keeps on the stage}
    Derivation kept() {
        List<Term> terms = new ArrayList<>();
        List<String> products = new ArrayList<>();
        LayerCounts counts = stage.counts();
        SavedTable table = layer.table();
        for (TokenMixer mixer : TokenMixer.values()) {
            if (mixer != TokenMixer.NONE && counts.of(mixer) > 0) {
                add(
                        products,
                        terms,
                        counts.of(mixer),
                        mixer.word(),
                        "layers with " + mixer.word() + " mixing",
                        group(symbols(mixer), sink -> table.mixer(mixer, sink)));
            }
        }
        Symbols symbols = Symbols.of(table.plan());
        if (counts.dense() > 0) {
            Derivation each = group(symbols, sink -> table.block(Block.DENSE, sink));
            add(products, terms, counts.dense(), "dense", "dense blocks", each);
        }
        if (counts.mixture() > 0) {
            Derivation each = group(symbols, sink -> table.block(Block.MIXTURE, sink));
            add(products, terms, counts.mixture(), "mixture", "mixtures", each);
        }
        add(products, terms, counts.norms(), "norm", "norms", group(symbols, table::norm));
        return Derivation.of(
                layer.kept(stage),
                "bytes",
                String.join(" + ", products),
                LayerActivations.SOURCE,
                terms.toArray(Term[]::new));
    }

    Derivation checkpoint() {
        return Symbols.of(layer.table().plan())
                .explain(
                        layer.checkpoint(),
                        "bytes",
                        SavedTensor.NORM_INPUT.equation(),
                        LayerActivations.SOURCE);
    }

    private Symbols symbols(TokenMixer mixer) {
        Symbols symbols = Symbols.of(layer.table().plan());
        return mixer.isAttention()
                ? symbols.with(layer.table().plan().model().mixers().attentionOf(mixer))
                : symbols;
    }

    private void add(
            List<String> products,
            List<Term> terms,
            int times,
            String name,
            String what,
            Derivation each) {
        products.add("n_" + name + " × " + name);
        terms.add(
                Derivation.term(
                        "n_" + name,
                        times,
                        what + " on stage " + stage.stage(),
                        "layers as placed"));
        terms.add(Derivation.term(name, what, each));
    }

    private Derivation group(Symbols symbols, Consumer<SavedTable.Sink> tensors) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long[] sum = {0};
        tensors.accept((tensor, bytes) -> {
            if (isDropped(tensor)) {
                return;
            }
            String name = Symbols.nameOf(tensor);
            names.add(name);
            sum[0] += bytes;
            terms.add(
                    Derivation.term(
                            name,
                            tensor.label(),
                            symbols.explain(
                                    bytes,
                                    "bytes",
                                    tensor.equation(),
                                    LayerActivations.SOURCE,
                                    List.of(load()))));
        });
        return Derivation.of(
                sum[0],
                "bytes",
                names.isEmpty() ? "0" : String.join(" + ", names),
                LayerActivations.SOURCE,
                terms.toArray(Term[]::new));
    }

    private Term load() {
        return Derivation.term(
                "u", "tokens routed to the rank over the mean", layer.table().load().how());
    }

    private boolean isDropped(SavedTensor tensor) {
        return tensor.isDropped(layer.table().training().recomputed());
    }
}
