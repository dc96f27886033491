package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The multiplicative product is no program, so these are our words.
record MultiplicativeWords() implements FrameworkWords {
    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0 ? Optional.empty() : Optional.of("a rank must hold whole heads");
    }

    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return heads % ranks == 0 || ranks % heads == 0
                ? Optional.empty()
                : Optional.of("ranks can neither split nor repeat them evenly");
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return width % ranks == 0 ? Optional.empty() : Optional.of("ranks hold equal columns");
    }

    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        return Optional.empty();
    }

    @Override
    public String batch(Training training, int replicas) {
        return "the ranks of the expert axis count as replicas";
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        if (strategy.expertTensor() != strategy.tensor() && plan.model().experts().isPresent()) {
            refusals.add(
                    new Refusal(
                            "expert tensor parallel must equal tensor parallel (%d), got %d"
                                    .formatted(strategy.tensor(), strategy.expertTensor()),
                            List.of("strategy.expertTensorParallel", Degree.TENSOR.key())));
        }
        if (strategy.virtualStages() > 1 && strategy.pipeline() == 1) {
            refusals.add(
                    Refusal.ours(
                            "virtual stages need more than one pipeline stage",
                            Degree.VIRTUAL_STAGES));
        }
        return refusals;
    }
}
