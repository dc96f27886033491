package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.StrategyFinding.TensorParallelLeavesNode;
import java.util.List;

/// Tensor parallelism exchanges activations in every layer, so its group belongs on one node.
public final class TensorParallelStaysInsideANode implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        int tensor = assessment.plan().strategy().tensor();
        int gpusPerNode = assessment.plan().cluster().gpusPerNode();
        return tensor > gpusPerNode
                ? List.of(new TensorParallelLeavesNode(tensor, gpusPerNode))
                : List.of();
    }
}
