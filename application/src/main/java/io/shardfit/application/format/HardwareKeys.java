package io.shardfit.application.format;

import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import java.util.List;
import java.util.Optional;

/// Keys of what a plan runs on and of what it declares.
final class HardwareKeys {
    static final List<PlanKey> ALL =
            List.of(
                    PlanKey.of("hardware.gpu", plan -> Optional.of(plan.cluster().gpu().name())),
                    PlanKey.of("hardware.gpus", plan -> Optional.of("" + plan.cluster().gpus())),
                    PlanKey.of(
                                    "hardware.gpusPerNode",
                                    plan -> Optional.of("" + plan.cluster().gpusPerNode()))
                            .usually(plan -> Optional.of("" + Math.min(8, plan.cluster().gpus()))),
                    PlanKey.of(
                            "declared.memoryPerGpu",
                            plan -> plan.declared().memoryPerGpu().map(DeclaredMemory::asWritten)));

    private HardwareKeys() {}
}
