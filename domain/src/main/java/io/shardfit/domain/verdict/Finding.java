package io.shardfit.domain.verdict;

import java.util.List;

/// One thing that is wrong, doubtful or worth knowing, with its evidence. Each has a page under
/// `docs/findings/` named after its code. Codes are published and never reused.
public sealed interface Finding
        permits StrategyFinding,
                MemoryFinding,
                ServingFinding,
                BalanceFinding,
                HardwareFinding,
                ModelFinding,
                CoverageFinding {
    String code();

    Severity severity();

    /// {@return one sentence with need, have and place}
    String message();

    /// {@return the plan keys that decide it, the most telling first}
    List<String> keys();
}
