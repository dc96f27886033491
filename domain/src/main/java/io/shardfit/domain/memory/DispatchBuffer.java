package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Buffers that DeepEP takes at the first exchange and keeps: chunks per channel and peer over
/// NVLink, and, beyond 8 ranks, twice as much per node for the network (deepseek-ai/DeepEP@030cdf0
/// csrc/config.hpp, `get_nvl_buffer_size_hint` and `get_rdma_buffer_size_hint`, with its default 20
/// SMs and chunks; the alignment to 128 bytes and the counters are left out, a few kilobytes).
/// NVIDIA's hybrid exchange is taken as equal.
final class DispatchBuffer {
    static final String SOURCE =
            "deepseek-ai/DeepEP@030cdf0 csrc/config.hpp, buffer size hints; chunks of"
                    + " deep_ep/buffer.py get_dispatch_config";
    private static final int PEERS = 8;
    private static final int CHANNELS = 10;
    private static final int NETWORK_CHUNK = 128;

    /// Source meta of 8 bytes, 128 expert numbers of 8, weights of 4 and scales of 4.
    private static final int META = 8 + 128 * (8 + 4 + 4);

    private DispatchBuffer() {}

    static boolean isNeeded(DeploymentPlan plan, Training training) {
        Dispatcher dispatcher = training.dispatch().dispatcher();
        return plan.groups().expert() > 1
                && (dispatcher == Dispatcher.DEEPEP || dispatcher == Dispatcher.HYBRIDEP);
    }

    private static int peers(DeploymentPlan plan) {
        return Math.min(PEERS, plan.groups().expert());
    }

    private static int nodes(DeploymentPlan plan) {
        return plan.groups().expert() <= PEERS ? 0 : Math.ceilDiv(plan.groups().expert(), PEERS);
    }

    private static int chunk(DeploymentPlan plan) {
        int ranks = plan.groups().expert();
        if (ranks <= PEERS) {
            return 256;
        }
        return ranks <= 64 ? 288 : 560;
    }

    static long bytes(DeploymentPlan plan) {
        long message = 2L * plan.model().hiddenSize() + META;
        long near = (long) CHANNELS * peers(plan) * chunk(plan) * message;
        long far = (long) CHANNELS * nodes(plan) * NETWORK_CHUNK * (message + 16) * 2;
        return Math.addExact(near, far);
    }

    static Derivation how(DeploymentPlan plan) {
        return Symbols.of(plan)
                .explain(
                        bytes(plan),
                        "bytes",
                        "channels × (peers × chunk × (2 × h + meta)"
                                + " + nodes × 128 × (2 × h + meta + 16) × 2)",
                        SOURCE,
                        List.of(
                                Derivation.term("channels", CHANNELS, "half of 20 SMs", SOURCE),
                                Derivation.term(
                                        "peers",
                                        peers(plan),
                                        "ranks of a node in the group",
                                        "strategy.expertParallel"),
                                Derivation.term("chunk", chunk(plan), "tokens received", SOURCE),
                                Derivation.term("meta", META, "bytes beside a token", SOURCE),
                                Derivation.term(
                                        "nodes",
                                        nodes(plan),
                                        "nodes, 0 within one",
                                        "strategy.expertParallel")));
    }
}
