package io.shardfit.domain.remedy;

import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.remedy.EngineRemedy.Quantize;
import io.shardfit.domain.remedy.Remedy.SetWeightPrecision;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Module;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Weights of a served model in fewer bits, with their scales; embedding and head stay wide.
final class WeightLevers {
    private static final int USUAL_GROUP = 128;

    private WeightLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Inference inference) {
        int bits = inference.weightPrecision().bits();
        List<Remedy> edits = new ArrayList<>();
        for (Precision precision : List.of(Precision.BF16, Precision.FP8)) {
            if (precision.bits() != bits) {
                edits.add(new SetWeightPrecision(precision));
            }
        }
        if (bits > 4 && MemoryModel.sizesItself(plan)) {
            edits.add(quantized(Scheme.AWQ_INT4, USUAL_GROUP));
            if (plan.convention() instanceof VLlm) {
                edits.add(quantized(Scheme.GPTQ_INT4, USUAL_GROUP));
            }
            if (plan.cluster().gpu().peakAt(Precision.FP4).value().isPresent()) {
                edits.add(quantized(Scheme.NVFP4, 0));
            }
        } else if (bits > 4) {
            edits.add(new SetWeightPrecision(Precision.INT4));
        }
        return edits;
    }

    private static Quantize quantized(Scheme scheme, int group) {
        return new Quantize(new WeightFormat(scheme, group, EnumSet.of(Module.TABLES)));
    }
}
