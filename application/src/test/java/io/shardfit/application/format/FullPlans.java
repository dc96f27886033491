package io.shardfit.application.format;

import io.shardfit.application.Trees;
import java.util.List;
import java.util.Map;

/// Plans in which every key of the format occurs, in all of its forms.
final class FullPlans {
    static final String GROUPED_MIXTURE_TRAINING =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            metadata: {name: one, description: every key}
            model:
              name: a mixture
              layers: 16
              hiddenSize: 4096
              vocabularySize: 32000
              tiedEmbeddings: false
              normalization: rmsnorm
              attention: {heads: 32, keyValueHeads: 8, headDim: 128}
              feedForward:
                gated: true
                intermediateSize: 0
                experts:
                  count: 64
                  perToken: 2
                  intermediateSize: 2304
                  sharedIntermediateSize: 0
                  firstDenseLayers: 0
                  everyNthLayer: 1
              declaredParameters: 30000000000
            hardware:
              gpu: A100-SXM-80GB
              gpus: 16
              gpusPerNode: 8
              network: 50 GB/s
              safetyMargin: 8 %
            framework: {name: multiplicative, version: '1', transformerEngine: '2.11'}
            strategy: EP16_TP1_PP1_DP1
            workload:
              training:
                globalBatch: 128
                microBatch: 1
                sequenceLength: 1024
                precision: bf16
                optimizer: adamw
                zeroStage: 1
                recomputation: none
            declared: {memoryPerGpu: 114.53 GB}
            """;

    static final String LATENT_DENSE_INFERENCE =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            metadata: {name: two}
            model:
              name: a dense one
              layers: 8
              hiddenSize: 5120
              vocabularySize: 102400
              tiedEmbeddings: false
              normalization: rmsnorm
              attention:
                heads: 128
                queryRank: 1536
                keyValueRank: 512
                nopeHeadDim: 128
                ropeHeadDim: 64
                valueHeadDim: 128
              feedForward: {gated: true, intermediateSize: 12288}
            hardware:
              gpu:
                name: ours
                memory: 96 GiB
                usableMemory: 1 KiB
                peakFlops:
                  fp32: 1 TFLOPS
                  tf32: 2 TFLOPS
                  bf16: 4 TFLOPS
                  fp16: 4 TFLOPS
                  fp8: 8 TFLOPS
                  int8: 8 TFLOPS
                  fp4: 16 TFLOPS
                  int4: 16 TFLOPS
                memoryBandwidth: 2 TB/s
              gpus: 8
              gpusPerNode: 8
              safetyMargin: 8 %
            framework: {name: megatron-core}
            strategy:
              tensorParallel: 2
              pipelineParallel: 2
              dataParallel: 2
              expertParallel: 1
              contextParallel: 1
              expertTensorParallel: 2
              sequenceParallel: true
              virtualPipelineStages: 1
              dataParallelReplicate: 1
              attentionDataParallel: 1
              prefillContextParallel: 1
              decodeContextParallel: 1
              redundantExperts: 0
            workload:
              inference:
                concurrentSequences: 8
                contextLength: 4096
                weightPrecision: bf16
                kvCachePrecision: bf16
                kvCacheBlock: 16
            """;

    static final String MEGATRON_TRAINING =
            GROUPED_MIXTURE_TRAINING
                    .replace("zeroStage: 1", "distributedOptimizer: true")
                    .replace("name: multiplicative", "name: megatron-core")
                    .replace("EP16_TP1_PP1_DP1", "EP8_DP16");

    private FullPlans() {}

    static List<Map<String, Object>> trees() {
        return List.of(
                Trees.ofYaml(GROUPED_MIXTURE_TRAINING),
                Trees.ofYaml(LATENT_DENSE_INFERENCE),
                Trees.ofYaml(MEGATRON_TRAINING));
    }
}
