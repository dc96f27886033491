package io.shardfit.application.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.format.PlanKeys;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Remedy;
import io.shardfit.domain.remedy.RemedySearch;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameworkFlagsTest {
    private static DeploymentPlan plan(String framework, String strategy, String workload) {
        return PlanFiles.checked(
                        """
                        apiVersion: shardfit.io/v1
                        kind: DeploymentPlan
                        metadata: {name: flags}
                        model: mistralai/Mixtral-8x7B-v0.1
                        hardware: {gpu: H100-SXM-80GB, gpus: 32}
                        framework: {name: %s}
                        strategy: %s
                        workload: {%s}
                        """
                                .formatted(framework, strategy, workload))
                .verdict()
                .plan();
    }

    private static DeploymentPlan training(String framework, String strategy) {
        return plan(
                framework,
                strategy,
                "training: {globalBatch: 64, microBatch: 2, sequenceLength: 4096, zeroStage: 1}");
    }

    private static DeploymentPlan serving(String framework) {
        return plan(
                framework,
                "TP4",
                "inference: {contextLength: 8192, weightPrecision: bf16, kvCachePrecision: bf16}");
    }

    private static List<String> flags(DeploymentPlan plan, String edit) {
        Remedy remedy =
                RemedySearch.edits(
                                CompatibilityCheck.check(plan, RuleSet.current()),
                                PlanFiles.CATALOGUE.gpus().stream()
                                        .map(known -> known.gpu())
                                        .toList())
                        .stream()
                        .filter(known -> known.edit().equals(edit))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("never tried: " + edit));
        DeploymentPlan changed = remedy.applyTo(plan);
        return FrameworkFlags.of(changed, PlanKeys.between(plan, changed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy.tensorParallel: 4 | --tensor-model-parallel-size 4",
                "strategy.pipelineParallel: 2 | --pipeline-model-parallel-size 2",
                "strategy.expertParallel: 4 | --expert-model-parallel-size 4",
                "strategy.dataParallel: 8 | torchrun --nnodes 8 --nproc-per-node 8",
                "workload.training.microBatch: 1 | --micro-batch-size 1",
                "workload.training.recomputation: full | --recompute-granularity full"
                        + " --recompute-method uniform --recompute-num-layers 1",
                "workload.training.recomputeModules: [layernorm, moe_act] | --recompute-granularity"
                        + " selective --recompute-modules layernorm moe_act",
                "workload.training.recomputeLayers: 4 (method block) | --recompute-granularity full"
                        + " --recompute-method block --recompute-num-layers 4",
                "workload.training.momentPrecision: bf16 | --use-precision-aware-optimizer"
                        + " --exp-avg-dtype bf16 --exp-avg-sq-dtype bf16",
                "workload.training.offload.optimizer: 50 % | --use-precision-aware-optimizer"
                        + " --optimizer-cpu-offload --optimizer-offload-fraction 0.50",
                "workload.training.zeroStage: 3 | --use-megatron-fsdp --use-distributed-optimizer"
                        + " --data-parallel-sharding-strategy optim_grads_params",
                "workload.training.precision: fp8 | --bf16 --fp8-format hybrid",
            })
    void megatron(String edit, String flags) {
        assertThat(flags(training("megatron-core", "TP2_PP4_DP4_EP2"), edit))
                .containsExactly(flags);
    }

    @Test
    void megatronsLayoutNamesTheLayersOfEachStage() {
        DeploymentPlan plan = training("megatron-core", "TP2_PP4_DP4_EP2");

        assertThat(flags(plan, "strategy.stageLayers: [7, 8, 8, 9]"))
                .containsExactly("--pipeline-model-parallel-layout \"Et*7|t*8|t*8|t*9L\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workload.training.zeroStage: 3 | \"zero_optimization\": {\"stage\": 3}",
                "workload.training.offload.optimizer: 100 % | \"zero_optimization\":"
                        + " {\"offload_optimizer\": {\"device\": \"cpu\"}}",
                "workload.training.microBatch: 1 | \"train_micro_batch_size_per_gpu\": 1",
            })
    void deepSpeed(String edit, String member) {
        assertThat(flags(training("deepspeed", "DP32"), edit)).containsExactly(member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy.tensorParallel: 2 | parallelism.tensor_parallel_degree = 2",
                "strategy.dataParallel: 16 | parallelism.data_parallel_shard_degree = 16",
                "workload.training.microBatch: 1 | training.num_tokens_per_microbatch_per_dp_rank ="
                        + " 4096",
                "workload.training.recomputation: full | activation_checkpoint.mode = \"full\"",
            })
    void torchtitan(String edit, String key) {
        assertThat(flags(training("torchtitan", "DP32"), edit)).containsExactly(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vllm | strategy.tensorParallel: 8 | --tensor-parallel-size 8",
                "vllm | workload.inference.contextLength: 4096 | --max-model-len 4096",
                "vllm | workload.inference.kvCachePrecision: fp8 | --kv-cache-dtype fp8",
                "vllm | workload.inference.weightPrecision: fp8 | --quantization fp8",
                "vllm | workload.inference.cudaGraphs: false | --enforce-eager",
                "sglang | strategy.tensorParallel: 8 | --tp-size 8",
                "sglang | workload.inference.kvCachePrecision: fp8 | --kv-cache-dtype fp8_e4m3",
                "sglang | workload.inference.cudaGraphs: false | --disable-cuda-graph",
                "tensorrt-llm | strategy.tensorParallel: 8 | --tp_size 8",
                "tensorrt-llm | workload.inference.contextLength: 4096 | --max_seq_len 4096",
                "tensorrt-llm | workload.inference.kvCachePrecision: fp8 | kv_cache_config: {dtype:"
                        + " fp8}",
            })
    void engines(String engine, String edit, String flag) {
        assertThat(flags(serving(engine), edit)).containsExactly(flag);
    }

    @Test
    void aConventionThatIsNoFrameworkHasNoFlags() {
        assertThat(flags(training("multiplicative", "TP2_DP16"), "strategy.tensorParallel: 4"))
                .isEmpty();
    }
}
