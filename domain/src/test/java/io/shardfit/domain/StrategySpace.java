package io.shardfit.domain;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Every strategy of a model up to a number of GPUs, lawful or not: each degree takes the powers of
/// two, the divisors of what it splits, and a three that divides nothing.
record StrategySpace(ModelArchitecture model, Convention convention, int gpus) {

    private SortedSet<Integer> degreesOf(int split, int largest) {
        SortedSet<Integer> degrees = new TreeSet<>();
        for (int degree = 1; degree <= largest; degree++) {
            boolean powerOfTwo = Integer.bitCount(degree) == 1;
            boolean divisor = split % degree == 0;
            if (powerOfTwo || divisor || degree == 3) {
                degrees.add(degree);
            }
        }
        return degrees;
    }

    List<ParallelStrategy> strategies() {
        List<ParallelStrategy> strategies = new ArrayList<>();
        int experts = model.experts().map(Experts::count).orElse(1);
        for (int tp : degreesOf(model.attention().heads(), 256)) {
            for (int pp : degreesOf(model.layers(), 128)) {
                for (int ep : degreesOf(experts, 2 * experts)) {
                    for (int cp : degreesOf(1, 32)) {
                        for (int dp : degreesOf(1, gpus)) {
                            for (int etp : tp == 1 ? new int[] {1} : new int[] {1, tp}) {
                                addUpTo(
                                        strategies,
                                        Plans.degrees(tp, pp, dp, ep, cp, etp, true, 1));
                            }
                        }
                    }
                }
            }
        }
        return strategies;
    }

    private void addUpTo(List<ParallelStrategy> strategies, ParallelStrategy strategy) {
        long all =
                (long) strategy.tensor()
                        * strategy.pipeline()
                        * strategy.data()
                        * strategy.context();
        if (all <= gpus && convention.worldSize(strategy) <= gpus) {
            strategies.add(strategy);
        }
    }

    void forEach(Workload workload, Consumer<DeploymentPlan> visit) {
        for (ParallelStrategy strategy : strategies()) {
            visit.accept(Plans.plan(model, convention, strategy, workload, gpus));
        }
    }
}
