package io.shardfit.domain.remedy;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.DegreeRemedy.SetAttentionDataParallel;
import io.shardfit.domain.remedy.DegreeRemedy.SetContextParallel;
import io.shardfit.domain.remedy.DegreeRemedy.SetDecodeContextParallel;
import io.shardfit.domain.remedy.DegreeRemedy.SetExpertTensorParallel;
import io.shardfit.domain.remedy.DegreeRemedy.SetVirtualStages;
import io.shardfit.domain.remedy.DegreeRemedy.SplitSequences;
import io.shardfit.domain.remedy.Remedy.SetDataParallel;
import io.shardfit.domain.remedy.Remedy.SetExpertParallel;
import io.shardfit.domain.remedy.Remedy.SetPipelineParallel;
import io.shardfit.domain.remedy.Remedy.SetTensorParallel;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Degrees that keep the shape lawful by themselves: divisors of heads, layers and experts, and
/// numbers of replicas that fill the cluster.
final class DegreeLevers {
    private static final int MOST_TENSOR = 128;
    private static final int MOST_STAGES = 1_024;
    private static final int MOST_RANKS = 65_536;

    private DegreeLevers() {}

    static List<Remedy> of(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Remedy> edits = new ArrayList<>();
        int heads = plan.model().attention().heads();
        for (int degree : Values.degrees(s.tensor(), heads, MOST_TENSOR)) {
            edits.add(new SetTensorParallel(degree));
        }
        for (int degree : Values.degrees(s.pipeline(), plan.model().layers(), MOST_STAGES)) {
            edits.add(new SetPipelineParallel(degree));
        }
        for (int degree : replicas(plan)) {
            edits.add(new SetDataParallel(degree));
        }
        plan.model().experts().ifPresent(experts -> experts(edits, plan, experts));
        further(edits, plan);
        return edits;
    }

    /// One replica, halves and doubles, and as many as fill the cluster, or a part of it that
    /// leaves room for other degrees.
    private static SortedSet<Integer> replicas(DeploymentPlan plan) {
        int now = plan.strategy().data();
        SortedSet<Integer> degrees = new TreeSet<>();
        degrees.add(1);
        int alone = plan.convention().worldSize(plan.strategy().withData(1));
        int full = Math.max(1, plan.cluster().gpus() / alone);
        for (int factor = 1; factor <= 8; factor *= 2) {
            degrees.add(Math.max(1, now / factor));
            degrees.add(Math.max(1, full / factor));
            degrees.add(Math.min(MOST_RANKS, full * factor));
            degrees.add(Math.min(MOST_RANKS, now * factor));
        }
        degrees.remove(now);
        return degrees;
    }

    private static void experts(List<Remedy> edits, DeploymentPlan plan, Experts experts) {
        ParallelStrategy s = plan.strategy();
        for (int degree : Values.degrees(s.expert(), experts.count(), MOST_RANKS)) {
            edits.add(new SetExpertParallel(degree));
        }
        if (plan.convention() instanceof MegatronCore && s.tensor() > 1) {
            for (int degree : List.of(1, s.tensor())) {
                if (degree != s.expertTensor()) {
                    edits.add(new SetExpertTensorParallel(degree));
                }
            }
        }
    }

    private static void further(List<Remedy> edits, DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        switch (plan.workload()) {
            case Training _ -> training(edits, plan, s);
            case Inference _ -> serving(edits, plan, s);
        }
    }

    private static void training(List<Remedy> edits, DeploymentPlan plan, ParallelStrategy s) {
        if (plan.convention().worldDegrees().contains(Degree.CONTEXT)) {
            for (int factor : List.of(2, 4, 8)) {
                if (s.context() * factor <= MOST_RANKS) {
                    edits.add(new SetContextParallel(s.context() * factor));
                }
            }
            for (int fewer : Values.halvesOf(s.context(), 1)) {
                edits.add(new SetContextParallel(fewer));
            }
        }
        if (s.virtualStages() > 1) {
            edits.add(new SetVirtualStages(1));
        }
        if (!s.sequenceParallel() && s.tensor() > 1) {
            edits.add(new SplitSequences());
        }
    }

    private static void serving(List<Remedy> edits, DeploymentPlan plan, ParallelStrategy s) {
        if (plan.convention().furtherDegrees().contains(Degree.DECODE_CONTEXT)) {
            for (int degree : Values.degrees(s.contextSplit().decode(), s.tensor(), s.tensor())) {
                edits.add(new SetDecodeContextParallel(degree));
            }
        }
        if (plan.convention().furtherDegrees().contains(Degree.ATTENTION_DATA)) {
            for (int degree : Values.degrees(s.dataSplit().attention(), s.tensor(), s.tensor())) {
                edits.add(new SetAttentionDataParallel(degree));
            }
        }
    }
}
