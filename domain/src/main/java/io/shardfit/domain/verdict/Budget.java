package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.GpuMemory.Capacity;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;

/// What one GPU offers.
///
/// @param device what the driver reports: percentages of "the GPU" refer to it
/// @param capacity what a framework can allocate: the expected need must fit
/// @param budget capacity less the safety margin: the high estimate must fit for READY
public record Budget(Capacity device, Capacity capacity, ByteSize margin, ByteSize budget) {
    /// What a plan that says nothing keeps free (docs/adr/0005-safety-margin.md).
    public static final Share DEFAULT_MARGIN = Share.ofPercent(8);

    static Budget of(DeploymentPlan plan) {
        Capacity capacity = plan.cluster().gpu().memory().allocatable();
        ByteSize margin = capacity.bytes().partOf(plan.safetyMargin());
        return new Budget(
                plan.cluster().gpu().memory().onDevice(),
                capacity,
                margin,
                capacity.bytes().minus(margin));
    }

    public Derivation how(DeploymentPlan plan) {
        return Derivation.of(
                budget.bytes(),
                "bytes",
                "capacity - ceil(capacity × margin)",
                "docs/adr/0002-what-80-gb-means.md, docs/adr/0005-safety-margin.md",
                Derivation.term(
                        "capacity",
                        capacity.bytes().bytes(),
                        "bytes a framework can allocate",
                        capacity.source()),
                Derivation.term(
                        "margin",
                        plan.safetyMargin().fraction(),
                        "safety margin",
                        "hardware.safetyMargin"));
    }
}
