package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The strategies that agree in GPUs, TP, CP, attention data parallelism and PP.
///
/// @param plan on a cluster of the branch's size
public record Branch(
        DeploymentPlan plan, int tensor, int context, int attentionData, int pipeline) {

    /// {@return the outcome of every candidate, judged by the check or rejected for all below it}
    ///
    /// @param ranking what is kept of the candidates that pass
    public Found search(RuleSet ruleSet, Ranking ranking) {
        Axes axes = new Axes(plan);
        ParallelStrategy trunk = axes.trunk(tensor, context, attentionData, pipeline);
        Tally tally = new Tally(this, ruleSet, ranking);
        Variants variants = Variants.of(plan);
        List<ParallelStrategy> pipelines = axes.pipelines(trunk);
        long size = size(axes, trunk);
        Optional<String> heads = Rejection.by(Rejection.OF_TENSOR, plan.withStrategy(trunk));
        if (heads.isPresent()) {
            tally.reject(heads.get(), pipelines.size() * size);
            return tally.found();
        }
        for (ParallelStrategy pipelined : pipelines) {
            Optional<String> layers =
                    Rejection.by(Rejection.OF_PIPELINE, plan.withStrategy(pipelined));
            if (layers.isPresent()) {
                tally.reject(layers.get(), size);
            } else {
                search(axes, pipelined, variants.anew(), tally);
            }
        }
        return tally.found();
    }

    private void search(Axes axes, ParallelStrategy pipelined, Variants variants, Tally tally) {
        for (ParallelStrategy strategy : axes.replicas(pipelined, plan.cluster().gpus())) {
            DeploymentPlan candidate = plan.withStrategy(strategy);
            Optional<String> degrees = Rejection.by(Rejection.OF_DEGREES, candidate);
            if (degrees.isPresent()) {
                tally.reject(degrees.get(), variants.size(candidate));
            } else {
                variants.judge(candidate, tally);
                tally.finishStrategy();
            }
        }
    }

    /// {@return candidates of one pipeline of the trunk}
    private long size(Axes axes, ParallelStrategy trunk) {
        Variants variants = Variants.of(plan);
        long size = 0;
        for (ParallelStrategy strategy : axes.replicas(trunk, plan.cluster().gpus())) {
            size += variants.size(plan.withStrategy(strategy));
        }
        return size;
    }

    /// {@return every candidate, in order; for comparison with what a search finds}
    public List<DeploymentPlan> candidates() {
        Axes axes = new Axes(plan);
        List<DeploymentPlan> all = new ArrayList<>();
        for (ParallelStrategy pipelined :
                axes.pipelines(axes.trunk(tensor, context, attentionData, pipeline))) {
            Variants variants = Variants.of(plan);
            for (ParallelStrategy strategy : axes.replicas(pipelined, plan.cluster().gpus())) {
                all.addAll(variants.all(plan.withStrategy(strategy)));
            }
        }
        return all;
    }
}
