package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;

/// Transformer Engine keeps one dummy gradient per shape of a linear weight, so that autograd sees
/// a gradient while the real one is accumulated in place (TE 2.3 for linear layers, 2.10 for
/// grouped ones; transformer_engine/pytorch/module/base.py `get_dummy_wgrad` keyed by shape). Of
/// grouped experts one expert's shape counts; Megatron asks for the head's itself
/// (NVIDIA/Megatron-LM@23e00ed megatron/core/tensor_parallel/layers.py:576-594).
///
/// @param shapes the linear weights of the model on a rank
record WeightGradientCache(List<Shape> shapes) {
    static final String SOURCE =
            "one dummy gradient per shape, NVIDIA/TransformerEngine@c188b533"
                    + " transformer_engine/pytorch/module/base.py; NVIDIA/Megatron-LM@23e00ed"
                    + " megatron/core/tensor_parallel/layers.py:576-594";

    /// Where a linear weight is used.
    enum Use {
        FULL,
        LOCAL,
        LINEAR,
        MAMBA,
        DENSE,
        MIXTURE,
        PREDICTION,
        HEAD
    }

    /// @param rows rows of the weight on a rank
    /// @param earlier uses of equal shapes that are listed before this one, a bit for each
    record Shape(Use use, String name, long rows, long columns, int earlier) {
        long elements() {
            return Math.multiplyExact(rows, columns);
        }

        /// {@return whether the shape occurs among the uses and none before it is equal}
        boolean isNewAmong(int uses) {
            return (uses & bit(use)) != 0 && (uses & earlier) == 0;
        }
    }

    /// @param grouped whether grouped linear layers have dummies too
    static WeightGradientCache of(WeightTable table, boolean grouped) {
        return new WeightGradientCache(new Shapes(table, grouped).list());
    }

    long elements(StageLayers stage) {
        int uses = uses(stage);
        long sum = 0;
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i).isNewAmong(uses)) {
                sum = Math.addExact(sum, shapes.get(i).elements());
            }
        }
        return sum;
    }

    private static int bit(Use use) {
        return 1 << use.ordinal();
    }

    /// {@return the uses that occur on the stage, a bit for each}
    private static int uses(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return bitIf(counts.full() > 0, Use.FULL)
                | bitIf(counts.sliding() + counts.chunked() > 0, Use.LOCAL)
                | bitIf(counts.linear() > 0, Use.LINEAR)
                | bitIf(counts.mamba() > 0, Use.MAMBA)
                | bitIf(counts.dense() > 0, Use.DENSE)
                | bitIf(counts.mixture() > 0, Use.MIXTURE)
                | bitIf(stage.predictors() > 0, Use.PREDICTION)
                | bitIf(stage.last(), Use.HEAD);
    }

    private static int bitIf(boolean occurs, Use use) {
        return occurs ? bit(use) : 0;
    }

    Derivation elementsHow(StageLayers stage) {
        List<String> names = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            if (shape.isNewAmong(uses(stage))) {
                names.add(shape.name());
                terms.add(
                        Derivation.term(
                                shape.name(),
                                shape.elements(),
                                "%d × %d on a rank".formatted(shape.rows(), shape.columns()),
                                "model"));
            }
        }
        return Derivation.of(
                elements(stage),
                "elements",
                names.isEmpty() ? "0" : String.join(" + ", names),
                SOURCE,
                terms.toArray(Term[]::new));
    }

    /// Lists the shapes of a plan.
    private static final class Shapes {
        private final ModelArchitecture model;
        private final long hidden;
        private final int tensor;
        private final int expertTensor;
        private final boolean grouped;
        private final List<Shape> shapes = new ArrayList<>();

        Shapes(WeightTable table, boolean grouped) {
            this.model = table.model();
            this.hidden = model.hiddenSize();
            this.tensor = table.ways().dense();
            this.expertTensor = table.ways().expert();
            this.grouped = grouped;
        }

        List<Shape> list() {
            LayerCounts counts = model.stack().counts();
            if (counts.full() > 0) {
                attention(Use.FULL, "", model.mixers().attentionOf(TokenMixer.FULL));
            }
            if (counts.sliding() + counts.chunked() > 0) {
                attention(Use.LOCAL, "Local", model.mixers().attention());
            }
            model.mixers().linear().ifPresent(this::linear);
            model.mixers().stateSpace().ifPresent(this::mamba);
            blocks();
            if (model.additions().multiTokenPredictionLayers() > 0) {
                add(Use.PREDICTION, "prediction", shard(model.hiddenSize()), 2 * hidden);
            }
            add(Use.HEAD, "head", shard(model.vocabularySize()), hidden);
            return shapes;
        }

        private void add(Use use, String name, long rows, long columns) {
            int earlier = 0;
            for (Shape shape : shapes) {
                if (shape.rows() == rows && shape.columns() == columns) {
                    earlier |= bit(shape.use());
                }
            }
            shapes.add(new Shape(use, name, rows, columns, earlier));
        }

        private long shard(int width) {
            return Math.ceilDiv((long) width, tensor);
        }

        private void attention(Use use, String suffix, Attention attention) {
            switch (attention) {
                case GroupedQuery a -> {
                    add(use, "queryKeyValue" + suffix, a.queryKeyValueWidth(tensor), hidden);
                    add(use, "output" + suffix, hidden, shard(a.heads()) * a.headDim());
                }
                case MultiLatent a -> latent(use, a);
            }
        }

        private void latent(Use use, MultiLatent a) {
            long heads = shard(a.heads());
            long input = a.compressesQueries() ? a.queryRank() : hidden;
            if (a.compressesQueries()) {
                add(use, "queryDown", a.queryRank(), hidden);
            }
            add(use, "queryUp", heads * a.queryHeadDim(), input);
            add(use, "keyValueDown", (long) a.keyValueRank() + a.ropeHeadDim(), hidden);
            add(
                    use,
                    "keyValueUp",
                    heads * ((long) a.nopeHeadDim() + a.valueHeadDim()),
                    a.keyValueRank());
            add(use, "output", hidden, heads * a.valueHeadDim());
        }

        private void linear(LinearAttention a) {
            long keys = shard(a.keyHeads()) * a.keyHeadDim();
            long values = shard(a.valueHeads()) * a.valueHeadDim();
            add(
                    Use.LINEAR,
                    "linearInput",
                    2 * keys + 2 * values + 2 * shard(a.valueHeads()),
                    hidden);
            add(Use.LINEAR, "linearOutput", hidden, values);
        }

        private void mamba(StateSpace s) {
            long heads = shard(s.heads());
            long inner = heads * s.headDim();
            long rows = 2 * inner + 2 * shard(s.groups()) * s.stateSize() + heads;
            add(Use.MAMBA, "mambaInput", rows, hidden);
            add(Use.MAMBA, "mambaOutput", hidden, inner);
        }

        private void blocks() {
            long ups = model.feedForward().matrices() - 1L;
            long width = shard(model.feedForward().intermediateSize());
            if (model.stack().counts().dense() > 0) {
                add(Use.DENSE, "up", ups * width, hidden);
                add(Use.DENSE, "down", hidden, width);
            }
            model.experts().ifPresent(experts -> mixture(experts, ups));
        }

        private void mixture(Experts experts, long ups) {
            long input = experts.inputWidth(model.hiddenSize());
            if (grouped) {
                long width = Math.ceilDiv((long) experts.intermediateSize(), expertTensor);
                add(Use.MIXTURE, "expertUp", ups * width, input);
                add(Use.MIXTURE, "expertDown", input, width);
            }
            if (experts.latentSize() > 0) {
                add(Use.MIXTURE, "latentDown", input, hidden);
                add(Use.MIXTURE, "latentUp", hidden, input);
            }
            if (experts.sharedIntermediateSize() > 0) {
                long shared = shard(experts.sharedIntermediateSize());
                add(Use.MIXTURE, "sharedUp", ups * shared, hidden);
                add(Use.MIXTURE, "sharedDown", hidden, shared);
            }
        }
    }
}
