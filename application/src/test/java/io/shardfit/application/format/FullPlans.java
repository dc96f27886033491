package io.shardfit.application.format;

import io.shardfit.application.Trees;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Plans in which every key of the format occurs, in all of its forms.
final class FullPlans {
    private static final String HEAD =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            """;

    private static final String SIXTEEN_GPUS =
            """
            hardware:
              gpu: A100-SXM-80GB
              gpus: 16
              gpusPerNode: 8
              network: 50 GB/s
              safetyMargin: 8 %
            """;

    private static final String MIXTURE =
            """
            model:
              name: a mixture
              layers: 16
              layerTypes: [sliding, full]
              hiddenSize: 4096
              vocabularySize: 32000
              tiedEmbeddings: false
              normalization: rmsnorm
              attention:
                heads: 32
                keyValueHeads: 8
                headDim: 128
                window: 1024
                outputGate: false
                queryKeyNorm: true
                sharedKeyValue: false
              globalAttention:
                heads: 16
                keyValueHeads: 4
                headDim: 256
                outputGate: false
                queryKeyNorm: true
                sharedKeyValue: true
              linearBias: queryKeyValue
              learnedPositions: 2048
              feedForward:
                gated: true
                intermediateSize: 8192
                experts:
                  count: 64
                  perToken: 2
                  intermediateSize: 2304
                  sharedIntermediateSize: 2304
                  sharedGate: true
                  latentSize: 1024
                  firstDenseLayers: 0
                  everyNthLayer: 1
              additionalParameters: 400000000
              multiTokenPredictionLayers: 1
              maxPositions: 131072
              rotaryRows: 262144
              declaredParameters: 30000000000
            """;

    static final String GROUPED_MIXTURE_TRAINING =
            HEAD
                    + "metadata: {name: one, description: every key}\n"
                    + MIXTURE
                    + SIXTEEN_GPUS
                    + """
                    framework: {name: multiplicative, version: '1', transformerEngine: '2.11'}
                    strategy: EP16_TP1_PP1_DP1
                    workload:
                      training:
                        globalBatch: 128
                        microBatch: 1
                        sequenceLength: 1024
                        precision: bf16
                        weightPrecision: bf16
                        masterPrecision: fp32
                        gradientPrecision: fp32
                        momentPrecision: fp32
                        optimizer: adamw
                        zeroStage: 3
                        reshardAfterForward: true
                        recomputation: selective
                        recomputeModules: [core_attn, moe_act]
                        attentionKernel: flash
                        crossEntropy: fused
                        compiled: false
                        offload: {optimizer: 50 %, parameters: true, activationLayers: 2}
                        experts:
                          dispatcher: alltoall
                          capacityFactor: 1.25
                          dropTokens: true
                          padToCapacity: true
                      routing: {maxOverMean: 1.3}
                    declared: {memoryPerGpu: 114.53 GB}
                    """;

    static final String LATENT_DENSE_INFERENCE =
            HEAD
                    + """
                    metadata: {name: two}
                    model:
                      name: a dense one
                      layers: 8
                      hiddenSize: 5120
                      vocabularySize: 102400
                      tiedEmbeddings: false
                      normalization: rmsnorm
                      layerTypes: [sliding, chunked]
                      attention:
                        heads: 128
                        queryRank: 1536
                        keyValueRank: 512
                        nopeHeadDim: 128
                        ropeHeadDim: 64
                        valueHeadDim: 128
                        window: 512
                        chunk: 1024
                        indexer: {heads: 64, headDim: 128, topK: 2048}
                      feedForward: {gated: true, intermediateSize: 12288}
                      multiTokenPredictionLayers: 1
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
                      pipelineSchedule: 1f1b
                      stageLayers: [3, 5]
                    workload:
                      inference:
                        concurrentSequences: 8
                        contextLength: 4096
                        weightPrecision: bf16
                        loadPrecision: fp32
                        kvCachePrecision: bf16
                        kvCacheBlock: 16
                        memoryFraction: 0.9
                        maxBatchedTokens: 8192
                        maxSequences: 256
                        cudaGraphs: true
                        sampler: flashinfer
                        expertBackend: marlin
                        latentCache: true
                        speculative: {method: mtp}
                    """;

    static final String MEGATRON_TRAINING =
            HEAD
                    + "metadata: {name: three}\n"
                    + MIXTURE
                    + SIXTEEN_GPUS
                    + """
                    framework: {name: megatron-core}
                    strategy: {expertParallel: 8, dataParallel: 16, embeddingAsLayer: true, lossAsLayer: true}
                    workload:
                      training:
                        globalBatch: 128
                        microBatch: 1
                        sequenceLength: 1024
                        precision: fp8
                        optimizer: adamw-8bit
                        distributedOptimizer: true
                        recomputation: full
                        recomputeMethod: block
                        recomputeLayers: 4
                        experts: {dispatcher: deepep}
                      routing: {zipf: 0.8}
                    """;

    static final String HYBRID_INFERENCE =
            HEAD
                    + """
                    metadata: {name: four}
                    model:
                      name: a hybrid
                      layers: 6
                      hybridPattern: M-M*ME
                      hiddenSize: 2688
                      vocabularySize: 131072
                      tiedEmbeddings: false
                      normalization: layernorm
                      linearBias: all
                      attention: {heads: 32, keyValueHeads: 2, headDim: 128}
                      mamba: {heads: 64, headDim: 64, stateSize: 128, groups: 8, convKernel: 4}
                      feedForward:
                        gated: false
                        intermediateSize: 1856
                        experts:
                          count: 4
                          perToken: 2
                          intermediateSize: 1856
                          sharedIntermediateSize: 0
                          firstDenseLayers: 0
                          everyNthLayer: 1
                    """
                    + SIXTEEN_GPUS
                    + """
                    framework: {name: multiplicative}
                    strategy: {pipelineParallel: 2, firstStageLayers: 2, lastStageLayers: 4}
                    workload:
                      inference:
                        concurrentSequences: 8
                        contextLength: 4096
                        kvCachePrecision: fp8
                        kvCacheBlock: 32
                        quantization:
                          format: awq-int4
                          groupSize: 128
                          scope: linear
                          excluded: [attention, sharedExperts]
                        speculative: {method: draft, draftParameters: 1000000000}
                      routing: {histogram: [100, 250, 50, 0]}
                    """;

    static final String LINEAR_ADAPTER_TRAINING =
            HEAD
                    + """
                    metadata: {name: five}
                    model:
                      name: linear for the most part
                      layers: 6
                      layerTypes: [linear, linear, chunked]
                      hiddenSize: 2048
                      vocabularySize: 151936
                      tiedEmbeddings: true
                      normalization: rmsnorm
                      attention: {heads: 16, keyValueHeads: 2, headDim: 256, chunk: 8192}
                      linearAttention:
                        keyHeads: 16
                        valueHeads: 32
                        keyHeadDim: 128
                        valueHeadDim: 128
                        convKernel: 4
                      feedForward:
                        gated: true
                        intermediateSize: 0
                        experts:
                          count: 4
                          perToken: 2
                          intermediateSize: 1856
                          sharedIntermediateSize: 0
                          firstDenseLayers: 0
                          everyNthLayer: 1
                      notModelled: said by whoever described it
                    """
                    + SIXTEEN_GPUS
                    + """
                    framework: {name: multiplicative}
                    strategy: {pipelineParallel: 2, pipelineLayout: 'Ettt|tttL'}
                    workload:
                      training:
                        globalBatch: 128
                        microBatch: 1
                        sequenceLength: 1024
                        precision: bf16
                        optimizer: sgd
                        zeroStage: 0
                        recomputation: full
                        recomputeMethod: uniform
                        recomputeLayers: 2
                        adapter: {rank: 16, modules: [query, value]}
                        frozenPrecision: nf4
                      routing: uniform
                    """;

    private static final String SERVING =
            """
            framework: {name: vllm, version: 0.19.0}
            strategy: TP1
            workload:
              inference:
                concurrentSequences: 4
                contextLength: 8192
                weightPrecision: bf16
                kvCachePrecision: bf16
                kvCacheBlock: 16
                memoryFraction: 0.9
                maxBatchedTokens: 2048
                maxSequences: 256
            """;

    static final String CATALOGUE_MODEL =
            HEAD
                    + "metadata: {name: six}\nmodel: meta-llama/Llama-3.1-70B\n"
                    + SIXTEEN_GPUS
                    + SERVING;

    static final String CATALOGUE_VARIANT =
            HEAD
                    + """
                    metadata: {name: seven}
                    model:
                      catalogue: deepseek-ai/DeepSeek-V3
                      name: six layers of it
                      layers: 6
                      multiTokenPredictionLayers: 0
                      feedForward: {experts: {count: 128, firstDenseLayers: 1}}
                    """
                    + SIXTEEN_GPUS
                    + SERVING
                    + "  routing: uniform\n";

    static final List<String> ALL =
            List.of(
                    GROUPED_MIXTURE_TRAINING,
                    LATENT_DENSE_INFERENCE,
                    MEGATRON_TRAINING,
                    HYBRID_INFERENCE,
                    LINEAR_ADAPTER_TRAINING,
                    CATALOGUE_MODEL,
                    CATALOGUE_VARIANT);

    private FullPlans() {}

    private static final String PLACED_EXPERTS =
            GROUPED_MIXTURE_TRAINING.replace(
                    "EP16_TP1_PP1_DP1",
                    "{expertParallel: 2, dataParallel: 8, expertPlacement: [60, [60, 61, 62, 63]]}");

    static List<Map<String, Object>> trees() {
        return Stream.concat(ALL.stream(), Stream.of(PLACED_EXPERTS)).map(Trees::ofYaml).toList();
    }
}
