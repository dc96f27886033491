package io.shardfit.domain.time;

import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;

/// Published rates of a cluster and the shares of them that are reached.
///
/// @param matmul dense peak in the precision of the matrix products
/// @param scores dense peak in 16 bits, in which attention is computed
record Rates(
        Figure<FlopRate> matmul,
        Factor matmulShare,
        Figure<FlopRate> scores,
        Figure<ByteRate> memory,
        Wiring wiring) {
    static Rates of(Cluster cluster, Precision precision) {
        Figure<FlopRate> peak = cluster.gpu().peakAt(precision);
        Figure<FlopRate> wide = cluster.gpu().peakAt(Precision.BF16);
        return new Rates(
                peak,
                AchievedShares.matmul(cluster.gpu(), precision),
                wide.value().isPresent() ? wide : cluster.gpu().peakAt(Precision.FP16),
                cluster.gpu().memoryRate(),
                Wiring.of(cluster));
    }

    boolean areKnown() {
        return matmul.value().isPresent()
                && scores.value().isPresent()
                && memory.value().isPresent();
    }

    double matmulRate(Pace pace) {
        return matmul.value().orElseThrow().perSecond() * matmulShare.at(pace);
    }

    double groupedRate(Pace pace) {
        return matmulRate(pace) * AchievedShares.GROUPED.at(pace);
    }

    double scoreRate(Pace pace) {
        return scores.value().orElseThrow().perSecond() * AchievedShares.ATTENTION.at(pace);
    }

    double memoryRate(Pace pace) {
        return memory.value().orElseThrow().perSecond() * AchievedShares.MEMORY.at(pace);
    }

    double linkRate(Pace pace) {
        return wiring.link().value().orElseThrow().perSecond() * AchievedShares.LINK.at(pace);
    }

    double networkRate(Pace pace) {
        return wiring.network().value().orElseThrow().perSecond() * AchievedShares.NETWORK.at(pace);
    }
}
