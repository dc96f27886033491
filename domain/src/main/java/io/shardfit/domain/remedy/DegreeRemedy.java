package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;

/// Changes of the degrees beyond TP, PP, DP and EP.
public sealed interface DegreeRemedy extends Remedy {
    ParallelStrategy change(ParallelStrategy strategy);

    @Override
    default DeploymentPlan applyTo(DeploymentPlan plan) {
        return plan.withStrategy(change(plan.strategy()));
    }

    record SetContextParallel(int degree) implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withContext(degree);
        }

        @Override
        public String edit() {
            return "strategy.contextParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.CONTEXT;
        }
    }

    record SetDecodeContextParallel(int degree) implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withDecodeContext(degree);
        }

        @Override
        public String edit() {
            return "strategy.decodeContextParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.DECODE_CONTEXT;
        }
    }

    record SetAttentionDataParallel(int degree) implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withAttentionData(degree);
        }

        @Override
        public String edit() {
            return "strategy.attentionDataParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.ATTENTION_DATA;
        }
    }

    record SetExpertTensorParallel(int degree) implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withExpertTensor(degree);
        }

        @Override
        public String edit() {
            return "strategy.expertTensorParallel: " + degree;
        }

        @Override
        public Lever lever() {
            return Lever.EXPERT_TENSOR;
        }
    }

    record SetVirtualStages(int chunks) implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withVirtualStages(chunks);
        }

        @Override
        public String edit() {
            return "strategy.virtualPipelineStages: " + chunks;
        }

        @Override
        public Lever lever() {
            return Lever.VIRTUAL_STAGES;
        }
    }

    record SplitSequences() implements DegreeRemedy {
        @Override
        public ParallelStrategy change(ParallelStrategy strategy) {
            return strategy.withSequenceParallel(true);
        }

        @Override
        public String edit() {
            return "strategy.sequenceParallel: true";
        }

        @Override
        public Lever lever() {
            return Lever.SEQUENCE_PARALLEL;
        }
    }
}
