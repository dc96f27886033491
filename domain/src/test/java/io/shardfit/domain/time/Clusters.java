package io.shardfit.domain.time;

import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteRate;

/// Clusters of the test GPU with links of 400 GB/s and, where asked for, a network of 50 GB/s.
final class Clusters {
    private Clusters() {}

    static DeploymentPlan linked(DeploymentPlan plan) {
        return on(plan, Figure.absent());
    }

    static DeploymentPlan networked(DeploymentPlan plan) {
        return on(plan, Figure.known(new ByteRate(50e9), "test"));
    }

    private static DeploymentPlan on(DeploymentPlan plan, Figure<ByteRate> network) {
        Gpu bare = Plans.aGpu();
        Gpu linked =
                new Gpu(
                        bare.name(),
                        bare.memory(),
                        bare.peak(),
                        bare.memoryRate(),
                        Figure.known(new ByteRate(400e9), "test"));
        return plan.withCluster(new Cluster(linked, plan.cluster().gpus(), 8, network));
    }
}
