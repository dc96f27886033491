package io.shardfit.domain.remedy;

import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.remedy.HardwareRemedy.SetGpus;
import io.shardfit.domain.remedy.HardwareRemedy.UseGpu;
import io.shardfit.domain.remedy.HardwareRemedy.WithdrawDeclaredMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Other GPUs, more GPUs, and the declared requirement.
final class HardwareLevers {
    private HardwareLevers() {}

    static List<Remedy> of(DeploymentPlan plan, List<Gpu> gpus) {
        List<Remedy> edits = new ArrayList<>();
        if (plan.declared().memoryPerGpu().isPresent()) {
            edits.add(new WithdrawDeclaredMemory());
        }
        gpus.stream()
                .filter(gpu -> !gpu.name().equals(plan.cluster().gpu().name()))
                .filter(gpu -> isAnAnswer(plan, gpu))
                .sorted(Comparator.comparing(HardwareLevers::room).thenComparing(Gpu::name))
                .forEach(gpu -> edits.add(new UseGpu(gpu)));
        counts(plan).forEach(count -> edits.add(new SetGpus(count)));
        return edits;
    }

    /// One with more memory, or with the units that the plan's precision needs.
    private static boolean isAnAnswer(DeploymentPlan plan, Gpu gpu) {
        boolean larger = room(gpu).isMoreThan(room(plan.cluster().gpu()));
        boolean computes =
                plan.cluster().gpu().peakAt(plan.workload().computePrecision()).value().isEmpty()
                        && gpu.peakAt(plan.workload().computePrecision()).value().isPresent();
        return (larger || computes) && isAsNear(plan.cluster().gpu(), gpu);
    }

    /// A GPU without a fast link to its neighbours is no substitute for one with it.
    private static boolean isAsNear(Gpu now, Gpu other) {
        double link = now.link().value().map(ByteRate::perSecond).orElse(0.0);
        return 2 * other.link().value().map(ByteRate::perSecond).orElse(0.0) >= link;
    }

    private static ByteSize room(Gpu gpu) {
        return gpu.memory().allocatable().bytes();
    }

    /// As many as the strategy needs, and two, four and eight times as many as there are.
    private static SortedSet<Integer> counts(DeploymentPlan plan) {
        SortedSet<Integer> counts = new TreeSet<>();
        int now = plan.cluster().gpus();
        counts.add(plan.convention().worldSize(plan.strategy()));
        for (int factor = 2; factor <= 8; factor *= 2) {
            if ((long) now * factor <= Values.MOST) {
                counts.add(now * factor);
            }
        }
        counts.removeIf(count -> count <= now || count > Values.MOST);
        return counts;
    }
}
