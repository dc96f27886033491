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
import java.util.function.Predicate;

/// Prints how the kept tensors of one chunk of a stage add up, tensor by tensor.
record LayerActivationsArithmetic(TrainingMemory memory, StageLayers stage, int round) {

    private LayerActivations layer() {
        return memory.layer();
    }

    private LayerCounts counts() {
        return memory.layout().chunksPerStage() == 1
                ? stage.counts()
                : memory.layout().chunk(stage.stage(), round, 0);
    }

    /// {@return the arithmetic of what one micro-batch keeps on the chunk}
    Derivation kept() {
        if (!layer().isFull()) {
            return sum(memory.kept(stage, round), counts());
        }
        LayerCounts counts = counts();
        List<Term> terms = new ArrayList<>();
        terms.add(
                Derivation.term(
                        "n",
                        layer().checkpoints(counts.layers()),
                        "checkpoints of " + counts.layers() + " layers",
                        "workload.training.recomputeLayers"));
        terms.add(Derivation.term("checkpoint", "input of a layer", checkpoint()));
        long value = memory.kept(stage, round);
        if (!layer().isBlockwise()) {
            return Derivation.of(
                    value,
                    "bytes",
                    "n × checkpoint",
                    LayerActivations.SOURCE,
                    terms.toArray(Term[]::new));
        }
        long rest = value - layer().checkpoints(counts.layers()) * layer().checkpoint();
        terms.add(
                Derivation.term(
                        "rest",
                        "layers that are not computed again",
                        sum(rest, memory.tail(stage, round))));
        return Derivation.of(
                value,
                "bytes",
                "n × checkpoint + rest",
                LayerActivations.SOURCE,
                terms.toArray(Term[]::new));
    }

    Derivation checkpoint() {
        return Symbols.of(memory)
                .explain(
                        layer().checkpoint(),
                        "bytes",
                        SavedTensor.NORM_INPUT.equation(),
                        LayerActivations.SOURCE);
    }

    private Derivation sum(long value, LayerCounts counts) {
        List<Term> terms = new ArrayList<>();
        List<String> products = new ArrayList<>();
        for (TokenMixer mixer : TokenMixer.values()) {
            if (mixer != TokenMixer.NONE && counts.of(mixer) > 0) {
                add(
                        products,
                        terms,
                        counts.of(mixer),
                        mixer.word(),
                        "layers with " + mixer.word() + " mixing",
                        mixer(mixer, this::isKept));
            }
        }
        if (counts.dense() > 0) {
            Derivation each = block(Block.DENSE, this::isKept);
            add(products, terms, counts.dense(), "dense", "dense blocks", each);
        }
        if (counts.mixture() > 0) {
            Derivation each = block(Block.MIXTURE, this::isKept);
            add(products, terms, counts.mixture(), "mixture", "mixtures", each);
        }
        return Derivation.of(
                value,
                "bytes",
                products.isEmpty() ? "0" : String.join(" + ", products),
                LayerActivations.SOURCE,
                terms.toArray(Term[]::new));
    }

    private boolean isKept(SavedTensor tensor) {
        return layer().table().keeps(tensor);
    }

    /// {@return all or some tensors of one mixer}
    Derivation mixer(TokenMixer mixer, Predicate<SavedTensor> counted) {
        return group(symbols(mixer), counted, sink -> layer().table().mixer(mixer, sink));
    }

    /// {@return all or some tensors of one block}
    Derivation block(Block block, Predicate<SavedTensor> counted) {
        return group(Symbols.of(memory), counted, sink -> layer().table().block(block, sink));
    }

    private Symbols symbols(TokenMixer mixer) {
        Symbols symbols = Symbols.of(memory);
        return mixer.isAttention()
                ? symbols.with(memory.plan().model().mixers().attentionOf(mixer))
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

    private static Derivation group(
            Symbols symbols, Predicate<SavedTensor> counted, Consumer<SavedTable.Sink> tensors) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long[] sum = {0};
        tensors.accept((tensor, bytes) -> {
            if (!counted.test(tensor)) {
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
                                    bytes, "bytes", tensor.equation(), LayerActivations.SOURCE)));
        });
        return Derivation.of(
                sum[0],
                "bytes",
                names.isEmpty() ? "0" : String.join(" + ", names),
                LayerActivations.SOURCE,
                terms.toArray(Term[]::new));
    }
}
