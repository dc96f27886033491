package io.shardfit.application.format;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.Indexer;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.StateSpace;
import java.util.Optional;

/// What mixes tokens in a model: `attention`, `globalAttention`, `linearAttention` and `mamba`.
final class MixersFormat {
    private final Problems problems;
    private final Fields model;
    private final int hiddenSize;

    MixersFormat(Problems problems, Fields model, int hiddenSize) {
        this.problems = problems;
        this.model = model;
        this.hiddenSize = hiddenSize;
    }

    Optional<Mixers> read() {
        Fields fields = model.child("attention");
        int window = fields.integerIfPresent("window", 1).orElse(0);
        int chunk = fields.integerIfPresent("chunk", 1).orElse(0);
        Optional<Attention> attention = attention(fields);
        Optional<Attention> global = model.childIfPresent("globalAttention").flatMap(this::global);
        Optional<LinearAttention> linear =
                model.childIfPresent("linearAttention").map(MixersFormat::linear);
        Optional<StateSpace> mamba = model.childIfPresent("mamba").map(MixersFormat::mamba);
        return attention.map(known -> new Mixers(known, global, window, chunk, linear, mamba));
    }

    private Optional<Attention> attention(Fields fields) {
        int heads = fields.integer("heads", 1);
        boolean latent = fields.has("keyValueRank");
        fields.onlyWith("indexer", latent, "latent attention (`keyValueRank`)");
        Optional<Attention> attention = latent ? latent(fields, heads) : grouped(fields, heads);
        fields.close();
        return attention;
    }

    private Optional<Attention> global(Fields fields) {
        Optional<Attention> attention = grouped(fields, fields.integer("heads", 1));
        fields.close();
        return attention;
    }

    private Optional<Attention> grouped(Fields fields, int heads) {
        int groups =
                fields.integerOr(
                        "keyValueHeads", 1, heads, "as many as heads: multi-head attention");
        int headDim = headDim(fields, heads);
        boolean gate = fields.isTrue("outputGate");
        boolean norm = fields.isTrue("queryKeyNorm");
        boolean shared = fields.isTrue("sharedKeyValue");
        if (problems.none() && heads % groups != 0) {
            fields.error("keyValueHeads", "is " + groups, "expected a divisor of heads, " + heads);
            return Optional.empty();
        }
        return problems.none()
                ? Optional.of(new GroupedQuery(heads, groups, headDim, gate, norm, shared))
                : Optional.empty();
    }

    /// The hidden size is a guess where it could not be read, and no second error is due then.
    private int headDim(Fields fields, int heads) {
        if (fields.has("headDim") || (problems.none() && hiddenSize % heads != 0)) {
            return fields.integer("headDim", 1);
        }
        int usual = Math.max(1, hiddenSize / heads);
        return fields.integerOr("headDim", 1, usual, "hiddenSize ÷ heads");
    }

    private static Optional<Attention> latent(Fields fields, int heads) {
        return Optional.of(
                new MultiLatent(
                        heads,
                        fields.integer("queryRank", 0),
                        fields.integer("keyValueRank", 1),
                        fields.integer("nopeHeadDim", 1),
                        fields.integer("ropeHeadDim", 1),
                        fields.integer("valueHeadDim", 1),
                        fields.childIfPresent("indexer").map(MixersFormat::indexer)));
    }

    private static Indexer indexer(Fields fields) {
        Indexer indexer =
                new Indexer(
                        fields.integer("heads", 1),
                        fields.integer("headDim", 1),
                        fields.integer("topK", 1));
        fields.close();
        return indexer;
    }

    private static LinearAttention linear(Fields fields) {
        LinearAttention linear =
                new LinearAttention(
                        fields.integer("keyHeads", 1),
                        fields.integer("valueHeads", 1),
                        fields.integer("keyHeadDim", 1),
                        fields.integer("valueHeadDim", 1),
                        fields.integer("convKernel", 1));
        fields.close();
        return linear;
    }

    private static StateSpace mamba(Fields fields) {
        StateSpace mamba =
                new StateSpace(
                        fields.integer("heads", 1),
                        fields.integer("headDim", 1),
                        fields.integer("stateSize", 1),
                        fields.integer("groups", 1),
                        fields.integer("convKernel", 1));
        fields.close();
        return mamba;
    }
}
