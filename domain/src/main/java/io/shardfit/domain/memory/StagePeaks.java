package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Training;

/// Computes what is live at each moment at which a stage may hold most; the printed equation of
/// each is with its {@link PeakMoment}.
record StagePeaks(TrainingStage at, long working, Sink sink) {

    /// What is done with each moment.
    @FunctionalInterface
    interface Sink {
        void moment(PeakMoment moment, long bytes);
    }

    /// The moment at which most is live.
    record Peak(PeakMoment moment, long bytes) {}

    /// Keeps the largest.
    private static final class Largest implements Sink {
        private PeakMoment moment = PeakMoment.NONE;
        private long bytes;

        @Override
        public void moment(PeakMoment candidate, long candidateBytes) {
            if (candidateBytes > bytes) {
                moment = candidate;
                bytes = candidateBytes;
            }
        }
    }

    static Peak largest(TrainingStage at) {
        Largest largest = new Largest();
        at.memory()
                .runtime()
                .peaks(new StagePeaks(at, at.memory().workingBytes(at.layers()), largest));
        return new Peak(largest.moment, largest.bytes);
    }

    TrainingMemory memory() {
        return at.memory();
    }

    StageLayers stage() {
        return at.layers();
    }

    LayerShapes shapes() {
        return memory().layer().table().shapes();
    }

    Training training() {
        return memory().training();
    }

    private LayerActivations kept() {
        return memory().layer();
    }

    private long gathered() {
        return shapes().splitsNorms() ? shapes().whole() : 0;
    }

    private long scattered() {
        return shapes().splitsNorms() ? shapes().hidden() : 0;
    }

    private long width() {
        return shapes().perToken(shapes().bytes() * shapes().width());
    }

    void mixture() {
        Experts experts = shapes().model().experts().orElseThrow();
        long copy =
                Math.multiplyExact(
                        shapes().routed(),
                        shapes().bytes() * experts.inputWidth(shapes().model().hiddenSize()));
        long inner =
                Math.multiplyExact(
                        shapes().routed(), shapes().bytes() * experts.intermediateSize());
        long hidden = shapes().hidden();
        long back = kept().each().mixture().again() + working;
        sink.moment(PeakMoment.COMBINE, combineCopies() * copy + 3 * hidden + working);
        sink.moment(PeakMoment.EXPERTS_DOWN, hidden + 2 * copy + inner + back);
        sink.moment(PeakMoment.EXPERTS_ACTIVATION, hidden + shapes().ups() * inner + back);
    }

    /// Permuted, dispatched, sorted and exchanged tokens; nothing is sorted for one local expert,
    /// nothing exchanged on one rank.
    long combineCopies() {
        if (memory().groups().expert() == 1 && shapes().tensor() == 1) {
            return 2;
        }
        return memory().rank().localExperts() > 1 ? 4 : 3;
    }

    void dense() {
        long hidden = shapes().hidden();
        long again = kept().each().dense().again();
        sink.moment(PeakMoment.BLOCK_DOWN, hidden + gathered() + width() + again + working);
        sink.moment(
                PeakMoment.BLOCK_ACTIVATION, hidden + shapes().ups() * width() + again + working);
        long up = hidden + 2 * gathered() + unsplit() + scattered() - width() + again;
        sink.moment(PeakMoment.BLOCK_UP, Math.max(0, up) + working);
    }

    /// {@return the whole gradient of a norm's output where it is not gathered}
    private long unsplit() {
        return shapes().splitsNorms() ? 0 : shapes().whole();
    }

    void legacyBlock() {
        sink.moment(
                PeakMoment.LEGACY_BLOCK,
                shapes().hidden()
                        + shapes().model().feedForward().matrices() * width()
                        + scores()
                        + kept().each().dense().again()
                        + working);
    }

    /// {@return gradients of the scores and of their softmax, where they are written to memory}
    long scores() {
        if (!training().kernels().unfusedAttention() || stage().counts().attention() == 0) {
            return 0;
        }
        long heads = shapes().heads(shapes().model().attention());
        return 2 * shapes().bytes() * shapes().perToken(heads * training().sequenceLength());
    }

    void mamba() {
        StateSpace s = shapes().model().mixers().stateSpace().orElseThrow();
        long inner = shapes().shard(s.heads()) * s.headDim();
        long groups = 2 * shapes().shard(s.groups()) * s.stateSize();
        long perToken = 4 * inner + groups + shapes().shard(s.heads()) + inner + groups;
        long states =
                Math.ceilDiv(
                        Math.multiplyExact(shapes().tokens(), 8 * inner * s.stateSize()), 128L);
        sink.moment(
                PeakMoment.MAMBA,
                shapes().hidden()
                        + shapes().perToken(shapes().bytes() * perToken)
                        + states
                        + working);
    }

    void layer() {
        sink.moment(PeakMoment.LAYER, shapes().hidden() + mixerAgain() + working);
    }

    /// {@return what selective recomputation brings back of the mixer that has most of it}
    long mixerAgain() {
        LayerCounts counts = stage().counts();
        long again = counts.full() > 0 ? kept().each().full().again() : 0;
        if (counts.sliding() + counts.chunked() > 0) {
            again = Math.max(again, kept().each().local().again());
        }
        return again;
    }

    void shardedLayer() {
        sink.moment(
                PeakMoment.SHARDED_LAYER,
                shapes().hidden()
                        + gathered()
                        + 2 * width()
                        + kept().each().dense().again()
                        + mixerAgain()
                        + layerGradients()
                        + working);
    }

    /// {@return 16-bit gradients of two layers before they are reduced}
    long layerGradients() {
        return 4 * memory().rank().largestLayer();
    }

    void head(int logitBytes) {
        sink.moment(
                PeakMoment.HEAD,
                logits(logitBytes) + 2 * shapes().hidden() + shapes().whole() + scattered());
    }

    void loss(int logitBytes) {
        sink.moment(PeakMoment.LOSS, logits(logitBytes) + 2 * shapes().hidden());
    }

    void chunkedLoss(int logitBytes) {
        long all =
                Math.multiplyExact(
                        shapes().tokens(), (long) logitBytes * shapes().model().vocabularySize());
        sink.moment(
                PeakMoment.CHUNKED_LOSS,
                Math.ceilDiv(all, 8L * shapes().tensor())
                        + 2 * shapes().hidden()
                        + shapes().perToken(6L * shapes().model().hiddenSize()));
    }

    private long logits(int bytes) {
        return shapes().split((long) bytes * shapes().model().vocabularySize());
    }

    void step(int bytes) {
        if (bytes > 0) {
            long widened = Math.multiplyExact(at.states().largestGroup(), (long) bytes);
            sink.moment(PeakMoment.STEP, Math.max(0, widened - at.activations()));
        }
    }
}
