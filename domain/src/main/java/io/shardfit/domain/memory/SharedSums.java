package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TensorWays;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.workload.Workload.Training;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Sums that follow from a model under a framework and from how it is split, whatever else a plan
/// says: a search asks for the same ones thousands of times. A single check starts with none.
///
/// Not safe for several threads; each takes its own. Models and workloads are told apart by
/// identity, because comparing them costs more than adding them up.
public final class SharedSums {
    private final ModelArchitecture model;
    private final Framework framework;
    private final Map<TensorWays, SplitSums> splits = new HashMap<>();
    private final Map<LayoutKey, List<StageLayers>> stages = new HashMap<>();
    private final Map<Training, TrainingSums> jobs = new IdentityHashMap<>();

    private record LayoutKey(PipelineSplit split, int predictors) {}

    private SharedSums(ModelArchitecture model, Framework framework) {
        this.model = model;
        this.framework = framework;
    }

    /// {@return nothing yet, for plans with this one's model and framework}
    public static SharedSums of(DeploymentPlan plan) {
        return new SharedSums(plan.model(), plan.framework());
    }

    /// {@return whether the sums are those of a plan's model under its framework}
    public boolean serve(DeploymentPlan plan) {
        return plan.model() == model && plan.framework() == framework;
    }

    SplitSums of(WeightTable table) {
        return splits.computeIfAbsent(table.ways(), _ -> new SplitSums(table));
    }

    /// {@return the stages of which one needs most}
    List<StageLayers> telling(DeploymentPlan plan, PipelineLayout layout) {
        return stages.computeIfAbsent(
                new LayoutKey(plan.strategy().pipelineSplit(), layout.predictors()),
                _ -> layout.telling());
    }

    TrainingSums of(Training training) {
        return jobs.computeIfAbsent(training, _ -> new TrainingSums());
    }
}
