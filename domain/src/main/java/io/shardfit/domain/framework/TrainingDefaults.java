package io.shardfit.domain.framework;

import static io.shardfit.domain.framework.DatedDefault.always;

import java.util.List;

/// What the training frameworks take when no flag is given. Releases are the earliest whose source
/// was read; older ones are not known.
final class TrainingDefaults {
    private static final String MEGATRON =
            "NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py";
    private static final String ZERO =
            "deepspeedai/DeepSpeed@edaa722 deepspeed/runtime/zero/config.py";
    private static final String TITAN = "pytorch/torchtitan@b5bcd76 torchtitan/config/configs.py";

    /// Megatron's flags are switches: nothing is sharded, split or widened that is not asked for.
    static final List<DatedDefault> MEGATRON_CORE =
            List.of(
                    always(Setting.ZERO_STAGE, "0", "0", MEGATRON + ":3156"),
                    always(Setting.SEQUENCE_PARALLEL, "0", "0", MEGATRON + ":1432-1439"),
                    // --accumulate-allreduce-grads-in-fp32 is implied by bf16 with fp32 main grads
                    always(Setting.GRADIENT_BITS, "0", "32", MEGATRON + ":1209-1219"),
                    always(Setting.WEIGHT_BITS, "0", "16", MEGATRON),
                    always(
                            Setting.REDUCE_BUCKET,
                            "0",
                            "40000000",
                            "NVIDIA/Megatron-LM@d98e8a6"
                                    + " megatron/core/distributed/distributed_data_parallel.py:134 (at"
                                    + " least; 1000000 × DP ranks where that is more)"));

    static final List<DatedDefault> DEEPSPEED =
            List.of(
                    always(Setting.ZERO_STAGE, "0", "0", ZERO),
                    always(Setting.WEIGHT_BITS, "0", "16", ZERO),
                    always(Setting.REDUCE_BUCKET, "0", "500000000", ZERO + ":113"),
                    always(Setting.GATHER_BUCKET, "0", "500000000", ZERO + ":132"),
                    always(Setting.LIVE_PARAMETERS, "0", "1000000000", ZERO + ":238"),
                    always(Setting.PERSISTENT_PARAMETERS, "0", "100000", ZERO + ":221"));

    /// data_parallel_shard_degree -1: all data-parallel ranks shard weights, gradients and states.
    static final List<DatedDefault> TORCHTITAN =
            List.of(
                    always(Setting.ZERO_STAGE, "0", "3", TITAN + ":133"),
                    always(Setting.SEQUENCE_PARALLEL, "0", "1", TITAN + ":169"),
                    always(Setting.WEIGHT_BITS, "0", "32", TITAN + ":87"),
                    always(Setting.GRADIENT_BITS, "0", "32", TITAN + ":102"));

    private TrainingDefaults() {}
}
