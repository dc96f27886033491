package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.remedy.Remedy.SetOptimizer;
import io.shardfit.domain.remedy.Remedy.Shard;
import io.shardfit.domain.remedy.StateRemedy.FreeGatheredWeights;
import io.shardfit.domain.remedy.StateRemedy.OffloadActivations;
import io.shardfit.domain.remedy.StateRemedy.OffloadOptimizer;
import io.shardfit.domain.remedy.StateRemedy.OffloadParameters;
import io.shardfit.domain.remedy.StateRemedy.SetGradientPrecision;
import io.shardfit.domain.remedy.StateRemedy.SetMomentPrecision;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.List;

/// Optimizer, its formats, who shares it and where it lies: what the plan's framework offers. Less
/// sharding frees nothing, but a refused plan may have asked for more than its framework takes;
/// down to an optimizer that is shared still, because frameworks want that before they offload it.
final class StateLevers {
    private static final Share ALL = new Share(1);
    private static final Share HALF = new Share(0.5);

    private StateLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Training training, Verdict verdict) {
        TrainingStates states = training.states();
        List<Remedy> edits = new ArrayList<>();
        for (ZeroStage stage : ZeroStage.values()) {
            int higher = stage.compareTo(states.zeroStage());
            boolean lowered = higher < 0 && stage.shardsOptimizer() && verdict instanceof Refused;
            if (higher > 0 || lowered) {
                edits.add(new Shard(stage));
            }
        }
        for (Optimizer optimizer : optimizers(plan.convention())) {
            if (states.optimizer() == Optimizer.ADAMW) {
                edits.add(new SetOptimizer(optimizer));
            }
        }
        formats(edits, plan, states);
        offload(edits, plan, training);
        return edits;
    }

    /// What each framework ships beside AdamW: Megatron-Core an orthogonalised momentum
    /// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py `--optimizer`), DeepSpeed Muon
    /// (deepspeedai/DeepSpeed@edaa722 deepspeed/runtime/config.py) and any optimizer of the client,
    /// such as that of bitsandbytes.
    private static List<Optimizer> optimizers(Convention convention) {
        return switch (convention) {
            case Multiplicative _ ->
                    List.of(Optimizer.ADAMW_8BIT, Optimizer.MUON, Optimizer.ADAFACTOR);
            case MegatronCore _ -> List.of(Optimizer.MUON);
            case DeepSpeed _ -> List.of(Optimizer.ADAMW_8BIT, Optimizer.MUON);
            case TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> List.of();
        };
    }

    private static void formats(List<Remedy> edits, DeploymentPlan plan, TrainingStates states) {
        boolean gradients =
                switch (plan.convention()) {
                    case Multiplicative _, MegatronCore _, DeepSpeed _ -> true;
                    case TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> false;
                };
        boolean moments =
                switch (plan.convention()) {
                    case Multiplicative _ -> true;
                    case MegatronCore _ -> states.zeroStage().shardsOptimizer();
                    case DeepSpeed _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> false;
                };
        if (gradients && states.gradients() == Precision.FP32 && states.weights().bits() < 32) {
            edits.add(new SetGradientPrecision(Precision.BF16));
        }
        if (moments && StateRemedy.leavesMomentsOpen(states.optimizer())) {
            for (Precision precision : List.of(Precision.BF16, Precision.FP8)) {
                if (precision.bits() < states.moments().bits()) {
                    edits.add(new SetMomentPrecision(precision));
                }
            }
        }
    }

    private static void offload(List<Remedy> edits, DeploymentPlan plan, Training training) {
        TrainingStates states = training.states();
        boolean optimizer =
                switch (plan.convention()) {
                    case Multiplicative _ -> true;
                    case MegatronCore _, DeepSpeed _ -> states.zeroStage().shardsOptimizer();
                    case TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> false;
                };
        if (optimizer) {
            for (Share part : List.of(HALF, ALL)) {
                if (part.isMoreThan(states.offload().optimizer())) {
                    edits.add(new OffloadOptimizer(part));
                }
            }
        }
        if (states.zeroStage().shardsWeights()) {
            if (!states.offload().parameters()) {
                edits.add(new OffloadParameters());
            }
            if (!states.reshardAfterForward()) {
                edits.add(new FreeGatheredWeights());
            }
        }
        if (offloadsActivations(plan, training)) {
            int layers = plan.layout().stage(0).count();
            for (int some : List.of(Math.ceilDiv(layers, 2), layers - 1)) {
                if (some > states.offload().activationLayers() && some < layers) {
                    edits.add(new OffloadActivations(some));
                }
            }
        }
    }

    /// `--cpu-offloading-num-layers` works without pipeline and without recomputation
    /// (NVIDIA/Megatron-LM@d98e8a6 megatron/core/transformer/transformer_config.py).
    private static boolean offloadsActivations(DeploymentPlan plan, Training training) {
        return switch (plan.convention()) {
            case Multiplicative _, MegatronCore _ ->
                    plan.strategy().pipeline() == 1
                            && training.recomputation() == ActivationRecomputation.NONE;
            case DeepSpeed _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> false;
        };
    }
}
