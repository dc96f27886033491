package io.shardfit.domain.plan;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.RankLayout;
import io.shardfit.domain.workload.Workload;

/// The one input of a judgement: a model, a strategy under a convention, a workload and a cluster.
///
/// @param safetyMargin part of a GPU's allocatable memory that a READY plan leaves free
public record DeploymentPlan(
        String name,
        ModelArchitecture model,
        Cluster cluster,
        Convention convention,
        ParallelStrategy strategy,
        Workload workload,
        Declarations declared,
        Share safetyMargin) {
    public DeploymentPlan {
        if (safetyMargin.fraction() > 1) {
            throw new IllegalArgumentException(
                    "a safety margin is at most 100 %, got " + safetyMargin);
        }
    }

    public ParallelGroups groups() {
        return convention.groups(strategy);
    }

    public PipelineLayout layout() {
        return new PipelineLayout(model, strategy.pipeline(), strategy.virtualStages());
    }

    public RankLayout ranks() {
        return new RankLayout(convention.worldSize(strategy), strategy.pipeline());
    }

    public DeploymentPlan withStrategy(ParallelStrategy other) {
        return new DeploymentPlan(
                name, model, cluster, convention, other, workload, declared, safetyMargin);
    }

    public DeploymentPlan withWorkload(Workload other) {
        return new DeploymentPlan(
                name, model, cluster, convention, strategy, other, declared, safetyMargin);
    }

    public DeploymentPlan withConvention(Convention other) {
        return new DeploymentPlan(
                name, model, cluster, other, strategy, workload, declared, safetyMargin);
    }

    public DeploymentPlan withDeclared(Declarations other) {
        return new DeploymentPlan(
                name, model, cluster, convention, strategy, workload, other, safetyMargin);
    }

    public DeploymentPlan withCluster(Cluster other) {
        return new DeploymentPlan(
                name, model, other, convention, strategy, workload, declared, safetyMargin);
    }
}
