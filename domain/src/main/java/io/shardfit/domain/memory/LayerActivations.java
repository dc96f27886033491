package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one layer keeps of one micro-batch for the backward pass, in bytes on one rank, with flash
/// attention and balanced routing.
///
/// Expert parallelism does not shrink it: the all-to-all trades tokens (NVIDIA/Megatron-LM PR
/// 6782). Term by term after Korthikanti et al., arXiv 2205.05198 §4.1, and the tensors that
/// Transformer Engine saves; compared with 19 published peaks (docs/accuracy.md).
///
/// @param tokens tokens of one micro-batch on one context-parallel rank: `T = s·b ÷ CP`
/// @param checkpoint the input of a layer
/// @param dense a dense layer
/// @param mixture a mixture layer; 0 when the model has none
/// @param logSumExp the part that selective recomputation computes again
record LayerActivations(
        DeploymentPlan plan,
        Training training,
        long tokens,
        long checkpoint,
        long dense,
        long mixture,
        long logSumExp) {
    static final String SOURCE =
            "arXiv 2205.05198 §4.1 with flash attention, term by term as Transformer Engine saves"
                    + " (docs/memory-model.md)";

    static LayerActivations of(DeploymentPlan plan, Training training) {
        ModelArchitecture model = plan.model();
        int tp = plan.strategy().tensor();
        int bytes = training.precision().activationBytes();
        long tokens =
                Math.ceilDiv(
                        (long) training.sequenceLength() * training.microBatch(),
                        plan.strategy().context());
        long checkpoint =
                Math.ceilDiv(
                        Math.multiplyExact(tokens, (long) bytes * model.hiddenSize()),
                        plan.strategy().normShards());
        long common = Math.addExact(4 * checkpoint, attention(model, tokens, bytes, tp));
        long dense =
                (long) bytes
                        * model.feedForward().matrices()
                        * model.feedForward().intermediateSize();
        @Nullable Experts experts = model.experts().orElse(null);
        return new LayerActivations(
                plan,
                training,
                tokens,
                checkpoint,
                Math.addExact(common, perRank(tokens, dense, tp)),
                experts == null
                        ? 0
                        : Math.addExact(common, perRank(tokens, mixture(plan, experts, bytes), tp)),
                perRank(tokens, 4L * model.attention().heads(), tp));
    }

    private static long perRank(long tokens, long bytesPerToken, int ways) {
        return Math.ceilDiv(Math.multiplyExact(tokens, bytesPerToken), ways);
    }

    /// Attention, norms apart: projections, output, fp32 log-sum-exp per head. A rank keeps at
    /// least one key-value head whole.
    private static long attention(ModelArchitecture model, long tokens, long bytes, int tp) {
        return switch (model.attention()) {
            case GroupedQuery a -> {
                long heads = Math.ceilDiv(a.heads(), tp);
                long width = a.queryKeyValueWidth(tp) + heads * a.headDim();
                yield Math.multiplyExact(tokens, bytes * width + 4 * heads);
            }
            case MultiLatent a ->
                    perRank(
                            tokens,
                            bytes * (2L * a.queryRank() + 2L * a.keyValueRank() + a.ropeHeadDim())
                                    + 2
                                            * bytes
                                            * a.heads()
                                            * ((long) a.queryHeadDim() + a.valueHeadDim())
                                    + 4L * a.heads(),
                            tp);
        };
    }

    /// Bytes per token of a mixture: each routed copy keeps its dispatched input, which every
    /// expert-tensor rank gathers, and the expert's inner tensors; the expert's output is not kept.
    private static long mixture(DeploymentPlan plan, Experts experts, long bytes) {
        ModelArchitecture model = plan.model();
        long inner = bytes * model.feedForward().matrices();
        return experts.perToken()
                        * (bytes * model.hiddenSize() * plan.strategy().expertTensor()
                                + inner * experts.intermediateSize())
                + inner * experts.sharedIntermediateSize()
                + 8L * experts.count();
    }

    Derivation checkpointHow() {
        return Derivation.of(
                checkpoint,
                "bytes",
                "ceil(T × B × h ÷ N)",
                SOURCE,
                tokensTerm(),
                bytesTerm(),
                hiddenTerm(),
                Derivation.term(
                        "N",
                        plan.strategy().normShards(),
                        "ranks that split norms and residuals: TP with sequence parallelism, else 1",
                        "strategy.sequenceParallel"));
    }

    Derivation denseHow() {
        return layer(
                dense,
                "4 × checkpoint + " + attentionEquation() + " + ceil(T × B × m × f ÷ TP)",
                Derivation.term(
                        "f",
                        plan.model().feedForward().intermediateSize(),
                        "width of a dense block",
                        "model.feedForward.intermediateSize"));
    }

    Derivation mixtureHow() {
        Experts experts = plan.model().experts().orElseThrow();
        return layer(
                mixture,
                "4 × checkpoint + "
                        + attentionEquation()
                        + " + ceil(T × (k × (B × h × ETP + B × m × f_m) + B × m × f_s + 8 × E)"
                        + " ÷ TP)",
                hiddenTerm(),
                Derivation.term(
                        "k",
                        experts.perToken(),
                        "experts per token",
                        "model.feedForward.experts.perToken"),
                Derivation.term(
                        "ETP",
                        plan.strategy().expertTensor(),
                        "expert tensor parallel",
                        "strategy"),
                Derivation.term(
                        "f_m",
                        experts.intermediateSize(),
                        "expert width",
                        "model.feedForward.experts.intermediateSize"),
                Derivation.term(
                        "f_s",
                        experts.sharedIntermediateSize(),
                        "shared expert width",
                        "model.feedForward.experts.sharedIntermediateSize"),
                Derivation.term(
                        "E", experts.count(), "routed experts", "model.feedForward.experts.count"));
    }

    Derivation logSumExpHow() {
        return Derivation.of(
                logSumExp,
                "bytes",
                "ceil(T × 4 × a ÷ TP)",
                SOURCE,
                tokensTerm(),
                Derivation.term("a", plan.model().attention().heads(), "heads", "model.attention"),
                tensorTerm());
    }

    private Derivation layer(long value, String equation, Term... own) {
        List<Term> terms = new ArrayList<>();
        terms.add(Derivation.term("checkpoint", "input of a layer", checkpointHow()));
        terms.add(tokensTerm());
        terms.add(bytesTerm());
        terms.addAll(attentionTerms());
        terms.add(
                Derivation.term(
                        "m",
                        plan.model().feedForward().matrices(),
                        "inner tensors kept: gate, up and product, or up and product",
                        "model.feedForward.gated"));
        terms.addAll(List.of(own));
        terms.add(tensorTerm());
        return Derivation.of(value, "bytes", equation, SOURCE, terms.toArray(Term[]::new));
    }

    private String attentionEquation() {
        return switch (plan.model().attention()) {
            case GroupedQuery _ ->
                    "T × (B × (2 × ceil(a ÷ TP) × d + 2 × ceil(g ÷ TP) × d) + 4 × ceil(a ÷ TP))";
            case MultiLatent _ ->
                    "ceil(T × (B × (2 × r_q + 2 × r_kv + d_r) + 2 × B × a × (d_q + d_v) + 4 × a) ÷ TP)";
        };
    }

    private List<Term> attentionTerms() {
        return switch (plan.model().attention()) {
            case GroupedQuery a ->
                    List.of(
                            Derivation.term("a", a.heads(), "heads", "model.attention.heads"),
                            Derivation.term(
                                    "g",
                                    a.keyValueHeads(),
                                    "key-value heads",
                                    "model.attention.keyValueHeads"),
                            Derivation.term(
                                    "d", a.headDim(), "head size", "model.attention.headDim"));
            case MultiLatent a ->
                    List.of(
                            Derivation.term("a", a.heads(), "heads", "model.attention.heads"),
                            Derivation.term(
                                    "r_q",
                                    a.queryRank(),
                                    "query rank",
                                    "model.attention.queryRank"),
                            Derivation.term(
                                    "r_kv",
                                    a.keyValueRank(),
                                    "key-value rank",
                                    "model.attention.keyValueRank"),
                            Derivation.term(
                                    "d_r",
                                    a.ropeHeadDim(),
                                    "rotary size",
                                    "model.attention.ropeHeadDim"),
                            Derivation.term(
                                    "d_q",
                                    a.queryHeadDim(),
                                    "nope + rotary size",
                                    "model.attention"),
                            Derivation.term(
                                    "d_v",
                                    a.valueHeadDim(),
                                    "value size",
                                    "model.attention.valueHeadDim"));
        };
    }

    Term tokensTerm() {
        return Derivation.term(
                "T",
                "tokens of a micro-batch on a context-parallel rank",
                Derivation.of(
                        tokens,
                        "tokens",
                        "ceil(s × b ÷ CP)",
                        "docs/memory-model.md",
                        Derivation.term(
                                "s",
                                training.sequenceLength(),
                                "sequence length",
                                "workload.training.sequenceLength"),
                        Derivation.term(
                                "b",
                                training.microBatch(),
                                "micro-batch",
                                "workload.training.microBatch"),
                        Derivation.term(
                                "CP", plan.strategy().context(), "context parallel", "strategy")));
    }

    Term bytesTerm() {
        return Derivation.term(
                "B",
                training.precision().activationBytes(),
                "bytes of a kept value",
                "workload.training.precision");
    }

    Term hiddenTerm() {
        return Derivation.term("h", plan.model().hiddenSize(), "hidden size", "model.hiddenSize");
    }

    Term tensorTerm() {
        return Derivation.term("TP", plan.strategy().tensor(), "tensor parallel", "strategy");
    }
}
