package io.shardfit.domain.strategy;

import java.util.List;
import java.util.OptionalInt;

/// How the layers of a model are dealt to the chunks of a pipeline. Chunk `c` of `stages × rounds`
/// lies on stage `c mod stages`; layers are contiguous and in order.
public sealed interface LayerPlacement {
    Even EVEN = new Even(false, false);

    /// {@return layers before a chunk}
    int layersBefore(int chunk, Chunks chunks);

    /// {@return multi-token-prediction layers on a chunk, of `all` that the model has}
    default int predictors(int chunk, Chunks chunks, int all) {
        return chunk == chunks.count() - 1 ? all : 0;
    }

    /// {@return layers that the placement speaks of, where it names them all}
    default OptionalInt layers() {
        return OptionalInt.empty();
    }

    /// The chunks that layers are dealt to.
    ///
    /// @param rounds chunks of one stage
    record Chunks(int stages, int rounds, int layers) {
        public int count() {
            return stages * rounds;
        }
    }

    /// As many layers on each chunk, the first ones holding one more when the count does not
    /// divide.
    ///
    /// @param embeddingCounts whether the embedding stands for a layer of the first chunk
    ///   (`--account-for-embedding-in-pipeline-split`)
    /// @param lossCounts whether the loss stands for a layer of the last chunk
    ///   (`--account-for-loss-in-pipeline-split`)
    record Even(boolean embeddingCounts, boolean lossCounts) implements LayerPlacement {
        @Override
        public int layersBefore(int chunk, Chunks chunks) {
            int extra = (embeddingCounts ? 1 : 0) + (lossCounts ? 1 : 0);
            int units = chunks.layers() + extra;
            int before = chunk * (units / chunks.count()) + Math.min(chunk, units % chunks.count());
            int layers = before - (embeddingCounts && chunk > 0 ? 1 : 0);
            return Math.clamp(layers, 0, chunks.layers());
        }
    }

    /// Given counts on the first and the last stage, the others sharing what is left
    /// (`--decoder-first-pipeline-num-layers`, `--decoder-last-pipeline-num-layers`;
    /// NVIDIA/Megatron-LM@d98e8a6 megatron/core/transformer/transformer_layer.py:66-155).
    record Ends(OptionalInt first, OptionalInt last) implements LayerPlacement {
        @Override
        public int layersBefore(int chunk, Chunks chunks) {
            int perRound = chunks.layers() / chunks.rounds();
            int round = chunk / chunks.stages();
            return Math.clamp(
                    round * perRound
                            + beforeStage(chunk % chunks.stages(), chunks) / chunks.rounds(),
                    0,
                    chunks.layers());
        }

        private int beforeStage(int stage, Chunks chunks) {
            if (stage == 0) {
                return 0;
            }
            int middles = Math.max(1, middleStages(chunks.stages()));
            int ahead = first.isPresent() ? stage - 1 : stage;
            return first.orElse(0)
                    + (int) ((long) Math.min(ahead, middles) * middleLayers(chunks) / middles);
        }

        /// {@return layers of the stages whose count is not given}
        public int middleLayers(Chunks chunks) {
            return chunks.layers() - first.orElse(0) - last.orElse(0);
        }

        public int middleStages(int stages) {
            return stages - (first.isPresent() ? 1 : 0) - (last.isPresent() ? 1 : 0);
        }
    }

    /// The layers of each stage, one by one.
    record Listed(List<Integer> perStage) implements LayerPlacement {
        public Listed {
            perStage = List.copyOf(perStage);
        }

        @Override
        public int layersBefore(int chunk, Chunks chunks) {
            int perRound = chunks.layers() / chunks.rounds();
            int before = 0;
            int stage = chunk % chunks.stages();
            for (int i = 0; i < Math.min(stage, perStage.size()); i++) {
                before += perStage.get(i);
            }
            int round = chunk / chunks.stages();
            return Math.clamp(round * perRound + before / chunks.rounds(), 0, chunks.layers());
        }

        @Override
        public OptionalInt layers() {
            return OptionalInt.of(perStage.stream().mapToInt(Integer::intValue).sum());
        }
    }

    /// Megatron's `--pipeline-model-parallel-layout`, read by {@link PipelineLayoutText}.
    record Custom(String text, List<Piece> pieces) implements LayerPlacement {
        public Custom {
            pieces = List.copyOf(pieces);
        }

        /// One chunk: its layers and its multi-token-prediction layers.
        public record Piece(int layers, int predictors) {}

        @Override
        public int layersBefore(int chunk, Chunks chunks) {
            int before = 0;
            for (int i = 0; i < Math.min(chunk, pieces.size()); i++) {
                before += pieces.get(i).layers();
            }
            return Math.clamp(before, 0, chunks.layers());
        }

        @Override
        public int predictors(int chunk, Chunks chunks, int all) {
            return chunk < pieces.size() ? pieces.get(chunk).predictors() : 0;
        }

        @Override
        public OptionalInt layers() {
            return OptionalInt.of(pieces.stream().mapToInt(Piece::layers).sum());
        }
    }
}
