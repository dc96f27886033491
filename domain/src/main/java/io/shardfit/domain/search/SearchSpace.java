package io.shardfit.domain.search;

import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.plan.DeploymentPlan;
import java.util.ArrayList;
import java.util.List;

/// Every strategy of a plan's convention that uses all GPUs of a cluster of one of these sizes.
/// What is varied says {@link Axes}; model, batch, sequence, precision, optimizer and everything
/// else stay as the plan says.
///
/// @param plan without a declared memory requirement, which describes the plan as it was
/// @param clusterSizes GPUs, ascending; each candidate uses exactly one of them
public record SearchSpace(DeploymentPlan plan, List<Integer> clusterSizes) {
    public SearchSpace {
        clusterSizes = List.copyOf(clusterSizes);
        plan = plan.withDeclared(plan.declared().withoutMemory());
    }

    /// {@return the strategies on exactly so many GPUs}
    public static SearchSpace exactly(DeploymentPlan plan, int gpus) {
        return new SearchSpace(plan, List.of(gpus));
    }

    /// {@return the strategies on parts of a node and on whole nodes, up to so many GPUs}
    public static SearchSpace upTo(DeploymentPlan plan, int gpus) {
        return new SearchSpace(plan, sizesUpTo(plan.cluster().gpusPerNode(), gpus));
    }

    /// {@return what divides a node, then whole nodes}
    public static List<Integer> sizesUpTo(int gpusPerNode, int most) {
        List<Integer> sizes = new ArrayList<>(Divisors.of(gpusPerNode, most));
        for (int gpus = 2 * gpusPerNode; gpus <= most; gpus += gpusPerNode) {
            sizes.add(gpus);
        }
        return sizes;
    }

    /// {@return what is varied, in the words of the plan's keys, in the order of the space}
    public List<String> varied() {
        return new Axes(plan).varied();
    }

    /// {@return parts that can be judged apart from each other, in the order of the space}
    public List<Branch> branches() {
        Axes axes = new Axes(plan);
        List<Branch> branches = new ArrayList<>();
        for (int gpus : clusterSizes) {
            DeploymentPlan placed = plan.withCluster(clusterOf(gpus));
            for (int tensor : axes.tensor(gpus)) {
                for (int context : axes.context(gpus / tensor)) {
                    addStages(branches, placed, axes, tensor, context);
                }
            }
        }
        return branches;
    }

    private static void addStages(
            List<Branch> branches, DeploymentPlan plan, Axes axes, int tensor, int context) {
        int gpus = plan.cluster().gpus();
        for (int pipeline : axes.pipeline(gpus, tensor, context)) {
            for (int attention : axes.attentionData(tensor)) {
                branches.add(new Branch(plan, tensor, context, attention, pipeline));
            }
        }
    }

    private Cluster clusterOf(int gpus) {
        Cluster cluster = plan.cluster();
        return new Cluster(cluster.gpu(), gpus, cluster.gpusPerNode(), cluster.network());
    }
}
