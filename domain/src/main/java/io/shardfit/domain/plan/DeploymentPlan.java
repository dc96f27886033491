package io.shardfit.domain.plan;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.RankLayout;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// The one input of a judgement: a model, a strategy under a convention, a workload and a cluster.
///
/// A class and not a record, because a search asks for its groups a dozen times per plan.
public final class DeploymentPlan {
    private final String name;
    private final ModelArchitecture model;
    private final Cluster cluster;
    private final Framework framework;
    private final ParallelStrategy strategy;
    private final Workload workload;
    private final Declarations declared;
    private final Share safetyMargin;

    private final ParallelGroups groups;

    /// @param safetyMargin part of a GPU's allocatable memory that a READY plan leaves free
    public DeploymentPlan(
            String name,
            ModelArchitecture model,
            Cluster cluster,
            Framework framework,
            ParallelStrategy strategy,
            Workload workload,
            Declarations declared,
            Share safetyMargin) {
        this(
                name,
                model,
                cluster,
                framework,
                strategy,
                workload,
                declared,
                safetyMargin,
                framework.convention().groups(strategy));
    }

    private DeploymentPlan(
            String name,
            ModelArchitecture model,
            Cluster cluster,
            Framework framework,
            ParallelStrategy strategy,
            Workload workload,
            Declarations declared,
            Share safetyMargin,
            ParallelGroups groups) {
        if (safetyMargin.fraction() > 1) {
            throw new IllegalArgumentException(
                    "a safety margin is at most 100 %, got " + safetyMargin);
        }
        this.name = name;
        this.model = model;
        this.cluster = cluster;
        this.framework = framework;
        this.strategy = strategy;
        this.workload = workload;
        this.declared = declared;
        this.safetyMargin = safetyMargin;
        this.groups = groups;
    }

    public String name() {
        return name;
    }

    public ModelArchitecture model() {
        return model;
    }

    public Cluster cluster() {
        return cluster;
    }

    public Framework framework() {
        return framework;
    }

    public ParallelStrategy strategy() {
        return strategy;
    }

    public Workload workload() {
        return workload;
    }

    public Declarations declared() {
        return declared;
    }

    public Share safetyMargin() {
        return safetyMargin;
    }

    public Convention convention() {
        return framework.convention();
    }

    public ParallelGroups groups() {
        return groups;
    }

    public PipelineLayout layout() {
        return PipelineLayout.of(model, strategy.pipelineSplit(), predictors());
    }

    /// A checkpoint's prediction layers are trained; serving leaves them, unless it speculates,
    /// which is counted apart.
    private int predictors() {
        return switch (workload) {
            case Training _ -> model.additions().multiTokenPredictionLayers();
            case Inference _ -> 0;
        };
    }

    public RankLayout ranks() {
        return new RankLayout(convention().worldSize(strategy), strategy.pipeline());
    }

    /// {@return how many ranks lie between two neighbouring expert-parallel ranks of a stage}
    public int expertStride() {
        return convention().expertStride(strategy);
    }

    public DeploymentPlan withStrategy(ParallelStrategy other) {
        return new DeploymentPlan(
                name, model, cluster, framework, other, workload, declared, safetyMargin);
    }

    /// Groups do not ask what the ranks work on.
    public DeploymentPlan withWorkload(Workload other) {
        return new DeploymentPlan(
                name, model, cluster, framework, strategy, other, declared, safetyMargin, groups);
    }

    public DeploymentPlan withFramework(Framework other) {
        return new DeploymentPlan(
                name, model, cluster, other, strategy, workload, declared, safetyMargin);
    }

    /// {@return the same words under another convention, in whatever release of it}
    public DeploymentPlan withConvention(Convention other) {
        return withFramework(Framework.of(other));
    }

    public DeploymentPlan withSafetyMargin(Share margin) {
        return new DeploymentPlan(
                name, model, cluster, framework, strategy, workload, declared, margin);
    }

    public DeploymentPlan withDeclared(Declarations other) {
        return new DeploymentPlan(
                name, model, cluster, framework, strategy, workload, other, safetyMargin);
    }

    public DeploymentPlan withCluster(Cluster other) {
        return new DeploymentPlan(
                name, model, other, framework, strategy, workload, declared, safetyMargin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeploymentPlan plan && plan.parts().equals(parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "DeploymentPlan" + parts();
    }

    private List<Object> parts() {
        return List.of(name, model, cluster, framework, strategy, workload, declared, safetyMargin);
    }
}
