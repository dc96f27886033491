package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ExpertSplit;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import java.util.List;

/// Changes of where layers and experts lie.
public sealed interface PlacementRemedy extends Remedy {
    ParallelStrategy change(ParallelStrategy strategy);

    @Override
    default DeploymentPlan applyTo(DeploymentPlan plan) {
        return plan.withStrategy(change(plan.strategy()));
    }

    /// So many layers on each stage.
    record PlaceLayers(List<Integer> perStage) implements PlacementRemedy {
        public PlaceLayers {
            perStage = List.copyOf(perStage);
        }

        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            PipelineSplit now = strategy.pipelineSplit();
            return strategy.with(
                    new PipelineSplit(
                            now.degree(),
                            now.virtualStages(),
                            new LayerPlacement.Listed(perStage),
                            now.schedule()));
        }

        @Override
        public String edit() {
            return "strategy.stageLayers: " + perStage;
        }

        @Override
        public Lever lever() {
            return Lever.LAYER_PLACEMENT;
        }
    }

    /// As many experts on each rank, without replicas.
    record DealExpertsEvenly() implements PlacementRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.with(
                    new ExpertSplit(strategy.expert(), strategy.expertSplit().tensor(), 0));
        }

        @Override
        public String edit() {
            return "strategy.expertPlacement: dealt evenly";
        }

        @Override
        public Lever lever() {
            return Lever.EXPERT_PLACEMENT;
        }
    }
}
