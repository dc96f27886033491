package io.shardfit.domain.strategy;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.strategy.LayerPlacement.Chunks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Which layers lie on which pipeline stage, and how many micro-batches wait there. Layers are
/// counted where they really lie; an average over stages would hide the heaviest one.
///
/// @param rounds chunks of one stage that the placement deals to
/// @param predictors multi-token-prediction layers that are run
public record PipelineLayout(
        ModelArchitecture model,
        int stages,
        int rounds,
        LayerPlacement placement,
        PipelineSchedule schedule,
        int predictors) {

    /// Layers dealt evenly, and the schedule that follows from the virtual stages.
    public PipelineLayout(ModelArchitecture model, int stages, int virtualStages) {
        this(
                model,
                stages,
                virtualStages,
                LayerPlacement.EVEN,
                PipelineSplit.usual(virtualStages),
                model.additions().multiTokenPredictionLayers());
    }

    public static PipelineLayout of(ModelArchitecture model, PipelineSplit split, int predictors) {
        return new PipelineLayout(
                model,
                split.degree(),
                split.virtualStages(),
                split.placement(),
                split.schedule(),
                predictors);
    }

    /// The layers of one stage.
    ///
    /// @param counts layers of each kind, multi-token-prediction layers included
    /// @param first whether the stage holds the embedding
    /// @param last whether the stage holds the head and the loss
    /// @param predictors multi-token-prediction layers on the stage
    public record StageLayers(
            int stage, LayerCounts counts, boolean first, boolean last, int predictors) {
        /// Plain transformer layers.
        public StageLayers(int stage, int dense, int mixture, boolean first, boolean last) {
            this(stage, LayerCounts.plain(dense, mixture), first, last, 0);
        }

        /// {@return layers of the model on the stage}
        public int count() {
            return counts.layers() - predictors;
        }

        public int dense() {
            return counts.dense();
        }

        public int mixture() {
            return counts.mixture();
        }
    }

    /// {@return layers of the model on a stage, of whatever kind}
    public int count(int stage) {
        if (schedule.isFolded()) {
            return stage(stage).count();
        }
        Chunks chunks = new Chunks(stages, rounds, model.layers());
        int count = 0;
        for (int chunk = stage; chunk < chunks.count(); chunk += stages) {
            count += Math.max(0, end(chunk, chunks) - placement.layersBefore(chunk, chunks));
        }
        return count;
    }

    public StageLayers stage(int stage) {
        return schedule.isFolded() ? folded(stage) : plain(stage);
    }

    /// {@return the stages of which one needs most, whatever a layer needs: of neighbours with the
    /// same layers the first, which holds as many micro-batches as the others or more}
    public List<StageLayers> telling() {
        List<StageLayers> telling = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            StageLayers next = stage(stage);
            if (telling.isEmpty() || !isCovered(next, telling.getLast())) {
                telling.add(next);
            }
        }
        return List.copyOf(telling);
    }

    private boolean isCovered(StageLayers stage, StageLayers earlier) {
        return !schedule.isFolded()
                && stage.counts().equals(earlier.counts())
                && stage.first() == earlier.first()
                && stage.last() == earlier.last()
                && stage.predictors() == earlier.predictors()
                && hasChunksOf(stage.stage(), earlier.stage());
    }

    private boolean hasChunksOf(int stage, int earlier) {
        if (rounds == 1) {
            return true;
        }
        for (int round = 0; round < rounds; round++) {
            if (!chunk(stage, round, 0).equals(chunk(earlier, round, 0))) {
                return false;
            }
        }
        return true;
    }

    /// {@return every stage}
    public List<StageLayers> all() {
        return IntStream.range(0, stages).mapToObj(this::stage).toList();
    }

    private StageLayers plain(int stage) {
        Chunks chunks = new Chunks(stages, rounds, model.layers());
        LayerCounts counts = layers(stage, chunks);
        int predictors = predictors(stage, chunks);
        for (int chunk = stage + stages; chunk < chunks.count(); chunk += stages) {
            counts = counts.plus(layers(chunk, chunks));
            predictors += predictors(chunk, chunks);
        }
        return placed(stage, counts, stage == 0, stage == stages - 1, predictors);
    }

    /// Stage `p` and stage `PP − 1 − p`: of `2·PP` chunks in V-shape, or of `PP` where both are
    /// held whole.
    private StageLayers folded(int stage) {
        boolean halves = schedule == PipelineSchedule.ZERO_BUBBLE_V;
        Chunks chunks = new Chunks(halves ? 2 * stages : stages, 1, model.layers());
        int mirror = chunks.count() - 1 - stage;
        boolean end = stage == 0 || stage == stages - 1 && !halves;
        return placed(
                stage,
                layers(stage, chunks).plus(layers(mirror, chunks)),
                end,
                end,
                predictors(stage, chunks) + predictors(mirror, chunks));
    }

    private StageLayers placed(
            int stage, LayerCounts counts, boolean first, boolean last, int predictors) {
        LayerCounts all = predictors == 0 ? counts : counts.plus(lastLayer().times(predictors));
        return new StageLayers(stage, all, first, last, predictors);
    }

    /// A prediction layer repeats the model's last layer (arXiv 2412.19437 §2.2).
    private LayerCounts lastLayer() {
        Layer last = model.stack().layer(model.layers() - 1);
        return LayerCounts.of(last.mixer(), last.block());
    }

    private LayerCounts layers(int chunk, Chunks chunks) {
        int from = placement.layersBefore(chunk, chunks);
        return model.stack().between(from, Math.max(from, end(chunk, chunks)));
    }

    /// {@return the layer behind the last one of a chunk}
    private int end(int chunk, Chunks chunks) {
        return chunk == chunks.count() - 1
                ? model.layers()
                : placement.layersBefore(chunk + 1, chunks);
    }

    private int predictors(int chunk, Chunks chunks) {
        return predictors == 0 ? 0 : placement.predictors(chunk, chunks, predictors);
    }

    /// {@return the layers of one chunk of a stage, prediction layers included
    ///
    /// @param round which of the stage's chunks
    /// @param skipped layers at the front that do not count}
    public LayerCounts chunk(int stage, int round, int skipped) {
        Chunks chunks =
                schedule.isFolded() ? foldedChunks() : new Chunks(stages, rounds, model.layers());
        int chunk =
                schedule.isFolded() && round == 1
                        ? chunks.count() - 1 - stage
                        : stage + round * stages;
        int from = placement.layersBefore(chunk, chunks);
        int to = end(chunk, chunks);
        LayerCounts counts =
                model.stack()
                        .between(Math.min(from + skipped, Math.max(from, to)), Math.max(from, to));
        int predictors = predictors(chunk, chunks);
        return predictors == 0 ? counts : counts.plus(lastLayer().times(predictors));
    }

    private Chunks foldedChunks() {
        boolean halves = schedule == PipelineSchedule.ZERO_BUBBLE_V;
        return new Chunks(halves ? 2 * stages : stages, 1, model.layers());
    }

    /// {@return micro-batches whose activations one chunk of a stage holds: chunks are worked on in
    /// groups of PP micro-batches, the first chunk first, so that it holds the surplus
    /// (NVIDIA/Megatron-LM@23e00ed megatron/core/pipeline_parallel/schedules.py,
    /// `get_model_chunk_id`) }
    public int microBatchesHeld(int stage, int round, int microBatches) {
        int held = chunksInFlight(stage, microBatches);
        if (chunksPerStage() == 1) {
            return held;
        }
        if (schedule == PipelineSchedule.GPIPE) {
            return microBatches;
        }
        int group = Math.min(stages, microBatches);
        int cycle = group * rounds;
        return held / cycle * group
                + Math.clamp((long) held % cycle - (long) round * group, 0, group);
    }

    /// {@return parts of a stage's layers that are counted by {@link #chunksInFlight}}
    public int chunksPerStage() {
        return schedule.isFolded() ? 2 : rounds;
    }

    /// {@return the most micro-batches × chunks whose activations a stage holds at once}
    ///
    /// 1F1B: `min(n, PP − p)`. Interleaved: `2·(PP − p − 1) + (v − 1)·PP + 1` warm-up chunks, at
    /// most `n·v` (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/core/pipeline_parallel/schedules.py:953-976). ZB-H1 and ZB-V keep at most what 1F1B
    /// keeps on its first stage, PP micro-batches, on every stage (arXiv 2401.10241 §3.1, §6);
    /// DualPipe PP + 1, of which each half passes one of the two stages of a rank (arXiv 2412.19437
    /// table 2).
    public int chunksInFlight(int stage, int microBatches) {
        long most =
                switch (schedule) {
                    case ONE_FORWARD_ONE_BACKWARD -> rounds == 1 ? stages - stage : warmUp(stage);
                    case INTERLEAVED -> warmUp(stage);
                    case ZERO_BUBBLE -> (long) rounds * stages;
                    case ZERO_BUBBLE_V -> 2L * stages;
                    case DUALPIPE -> stages + 1L;
                    case GPIPE -> (long) microBatches * rounds;
                };
        return (int) Math.min((long) microBatches * chunksPerStage(), most);
    }

    private long warmUp(int stage) {
        return 2L * (stages - stage - 1) + (rounds - 1L) * stages + 1;
    }
}
