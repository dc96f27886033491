package io.shardfit.domain.time;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;

/// The layers of all stages, counted once for all strategies with the same pipeline.
///
/// @param telling the stages of which one takes the longest, whatever a layer takes
/// @param counts layers of all stages
/// @param heads heads of all stages
record Dealt(int stages, List<StageLayers> telling, LayerCounts counts, int heads) {
    static Dealt of(PipelineLayout layout) {
        LayerCounts counts = layout.stage(0).counts();
        int heads = Kinds.heads(layout.stage(0));
        for (int i = 1; i < layout.stages(); i++) {
            StageLayers stage = layout.stage(i);
            counts = counts.plus(stage.counts());
            heads += Kinds.heads(stage);
        }
        return new Dealt(layout.stages(), layout.telling(), counts, heads);
    }
}
