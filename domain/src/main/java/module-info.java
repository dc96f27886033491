import org.jspecify.annotations.NullMarked;

/// The judgement itself: quantities, models, hardware, strategies, memory, balance and verdicts.
///
/// Reads nothing but `java.base`, so a verdict depends on its inputs alone.
@NullMarked
module io.shardfit.domain {
    requires static transitive org.jspecify;

    exports io.shardfit.domain.quantity;
    exports io.shardfit.domain.architecture;
    exports io.shardfit.domain.hardware;
    exports io.shardfit.domain.strategy;
    exports io.shardfit.domain.framework;
    exports io.shardfit.domain.workload;
    exports io.shardfit.domain.plan;
    exports io.shardfit.domain.serving;
    exports io.shardfit.domain.memory;
    exports io.shardfit.domain.balance;
    exports io.shardfit.domain.time;
    exports io.shardfit.domain.verdict;
    exports io.shardfit.domain.approval;
    exports io.shardfit.domain.remedy;
    exports io.shardfit.domain.search;
}
