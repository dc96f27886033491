package io.shardfit.domain.remedy;

import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;

/// Changes of what the plan runs on, and of what it says about itself.
public sealed interface HardwareRemedy extends Remedy {
    /// As many GPUs of another kind.
    record UseGpu(Gpu gpu) implements HardwareRemedy {
        @Override
        public DeploymentPlan applyTo(DeploymentPlan plan) {
            Cluster now = plan.cluster();
            return plan.withCluster(new Cluster(gpu, now.gpus(), now.gpusPerNode(), now.network()));
        }

        @Override
        public String edit() {
            return "hardware.gpu: " + gpu.name();
        }

        @Override
        public Lever lever() {
            return Lever.GPU;
        }
    }

    /// Another number of GPUs; a single node smaller than eight GPUs grows up to eight.
    record SetGpus(int gpus) implements HardwareRemedy {
        private static final int USUAL_NODE = 8;

        @Override
        public DeploymentPlan applyTo(DeploymentPlan plan) {
            Cluster now = plan.cluster();
            boolean oneSmallNode =
                    now.gpusPerNode() < USUAL_NODE && now.gpusPerNode() == now.gpus();
            int perNode = oneSmallNode ? Math.min(USUAL_NODE, gpus) : now.gpusPerNode();
            return plan.withCluster(new Cluster(now.gpu(), gpus, perNode, now.network()));
        }

        @Override
        public String edit() {
            return "hardware.gpus: " + gpus;
        }

        @Override
        public Lever lever() {
            return Lever.GPUS;
        }
    }

    /// The declared requirement is left out, and the computed one believed.
    record WithdrawDeclaredMemory() implements HardwareRemedy {
        @Override
        public DeploymentPlan applyTo(DeploymentPlan plan) {
            return plan.withDeclared(plan.declared().withoutMemory());
        }

        @Override
        public String edit() {
            return "declared.memoryPerGpu: left out";
        }

        @Override
        public Lever lever() {
            return Lever.DECLARATION;
        }
    }
}
