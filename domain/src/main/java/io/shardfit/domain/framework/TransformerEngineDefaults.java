package io.shardfit.domain.framework;

import static io.shardfit.domain.framework.DatedDefault.always;

import java.util.List;

/// NVIDIA Transformer Engine: a dummy gradient per shape of a weight is cached while the real one
/// is accumulated in place.
final class TransformerEngineDefaults {
    private static final String SIMUMAX =
            "MooreThreads/SimuMax@4dcaae5 simumax/core/base_struct.py:1098-1114 (TE 2.3 and 2.10)";

    static final List<DatedDefault> TABLE =
            List.of(
                    always(Setting.DUMMY_LINEAR_GRADIENTS, "0", "0", SIMUMAX),
                    always(Setting.DUMMY_LINEAR_GRADIENTS, "2.3", "1", SIMUMAX),
                    always(Setting.DUMMY_GROUPED_GRADIENTS, "0", "0", SIMUMAX),
                    always(Setting.DUMMY_GROUPED_GRADIENTS, "2.10", "1", SIMUMAX));

    private TransformerEngineDefaults() {}
}
