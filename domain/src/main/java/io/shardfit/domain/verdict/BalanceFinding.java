package io.shardfit.domain.verdict;

import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import java.util.List;

/// A finding about how evenly the work is spread.
public sealed interface BalanceFinding extends Finding {

    /// Experts do not lie evenly, so some ranks hold and do more.
    record ExpertsAreUneven(int most, int fewest, Share imbalance) implements BalanceFinding {
        @Override
        public String code() {
            return "BAL001";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "some ranks hold %d experts of a layer, others %d: with equal tokens per expert the busiest does %s times the mean"
                    .formatted(most, fewest, imbalance.rounded(2));
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "strategy.expertPlacement",
                    "strategy.redundantExperts",
                    "strategy.expertParallel",
                    "model.feedForward.experts.count");
        }
    }

    /// The declared routing sends more tokens to one rank than to others.
    ///
    /// @param rank expert-parallel rank
    /// @param busiest tokens of the rank over the mean
    record RoutingIsSkewed(int rank, Ratio busiest) implements BalanceFinding {
        @Override
        public String code() {
            return "BAL004";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "the declared routing sends %s times the mean to expert-parallel rank %d: its activations and the pace of a step follow it"
                    .formatted(busiest, rank);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.routing", "strategy.expertPlacement", "strategy");
        }
    }

    /// The declared skew is more than tokens that choose distinct experts can make.
    ///
    /// @param declared what the plan says
    /// @param busiest the most that can reach a rank, over the mean; used instead
    record SkewCannotBe(String declared, Ratio busiest) implements BalanceFinding {
        @Override
        public String code() {
            return "BAL005";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "%s cannot be: no expert gets a token twice; %s times the mean is taken instead"
                    .formatted(declared, busiest);
        }

        @Override
        public List<String> keys() {
            return List.of("workload.routing", "model.feedForward.experts.perToken");
        }
    }

    /// Pipeline stages hold different numbers of layers.
    record StagesAreUneven(int most, int fewest) implements BalanceFinding {
        @Override
        public String code() {
            return "BAL002";
        }

        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String message() {
            return "pipeline stages hold %d to %d layers: the fullest sets the pace and the memory"
                    .formatted(fewest, most);
        }

        @Override
        public List<String> keys() {
            return List.of("strategy.pipelineParallel", "model.layers");
        }
    }

    /// Much of a step is spent filling and draining the pipeline.
    record PipelineBubbleIsLarge(Share bubble) implements BalanceFinding {
        @Override
        public String code() {
            return "BAL003";
        }

        @Override
        public Severity severity() {
            return Severity.ADVICE;
        }

        @Override
        public String message() {
            return "the pipeline stands still for %s of a step: more micro-batches or virtual stages shorten that"
                    .formatted(bubble);
        }

        @Override
        public List<String> keys() {
            return List.of(
                    "workload.training.globalBatch",
                    "strategy.virtualPipelineStages",
                    "strategy.pipelineParallel");
        }
    }
}
