package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;

/// Elements of the low-rank adapters of a layer: `rank × (input + output)` beside each adapted
/// matrix (arXiv 2106.09685 §4.1). Latent attention is counted as if its heads were projected
/// directly.
record AdapterElements(DeploymentPlan plan, Adapter adapter) {
    long attention() {
        Attention attention = plan.model().attention();
        long hidden = plan.model().hiddenSize();
        long keyValue =
                switch (attention) {
                    case GroupedQuery a -> (long) a.keyValueHeads() * a.headDim();
                    case MultiLatent a -> (long) a.heads() * a.queryHeadDim();
                };
        long query = (long) attention.heads() * attention.scoreWidth();
        return adapter.rank()
                * (beside(Target.QUERY, hidden + query)
                        + beside(Target.KEY, hidden + keyValue)
                        + beside(Target.VALUE, hidden + keyValue)
                        + beside(Target.OUTPUT, hidden + attention.outputWidth()));
    }

    long block() {
        long hidden = plan.model().hiddenSize();
        long width = plan.model().feedForward().intermediateSize();
        return adapter.rank()
                * beside(Target.MLP, plan.model().feedForward().matrices() * (hidden + width));
    }

    private long beside(Target target, long elements) {
        return adapter.targets().contains(target) ? elements : 0;
    }
}
