package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.verdict.HardwareFinding.GpuCannotCompute;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected words: NVIDIA/TransformerEngine@d0067d0
/// transformer_engine/pytorch/quantization.py:148-175.
class PrecisionOnGpuTest {
    private static List<String> refusals(String gpu, String precision) {
        return PlanFiles.checked(
                        """
                        apiVersion: shardfit.io/v1
                        kind: DeploymentPlan
                        metadata: {name: precision}
                        model: meta-llama/Llama-3.1-8B
                        hardware: {gpu: %s, gpus: 8}
                        framework: {name: megatron-core}
                        strategy: TP8
                        workload:
                          training: {globalBatch: 8, microBatch: 1, sequenceLength: 4096, precision: %s}
                        """
                                .formatted(gpu, precision))
                .verdict()
                .findings()
                .stream()
                .filter(GpuCannotCompute.class::isInstance)
                .map(finding -> finding.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "H100-SXM-80GB;mxfp8;Device compute capability 10.0 or higher required for MXFP8"
                        + " execution.",
                "H200-SXM-141GB;nvfp4;Device compute capability 10.0 or higher required for NVFP4"
                        + " execution.",
                "L40S;mxfp8;Device compute capability 10.0 or higher required for MXFP8 execution.",
                "A100-SXM-80GB;fp8;Device compute capability 8.9 or higher required for FP8"
                        + " execution",
                "RTX-5090;mxfp8;MXFP8 (for all gemm layouts) is not supported on 12.0+"
                        + " architectures yet."
            })
    void whatTransformerEngineRefuses(String gpu, String precision, String words) {
        assertThat(refusals(gpu, precision))
                .singleElement()
                .asString()
                .contains(gpu + " cannot train in " + precision)
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "H100-SXM-80GB,fp8",
        "L40S,fp8",
        "B200-SXM-180GB,mxfp8",
        "GB300,nvfp4",
        "RTX-5090,nvfp4",
        "MI300X,fp8",
        "V100-SXM-32GB,fp16"
    })
    void whatItTakes(String gpu, String precision) {
        assertThat(refusals(gpu, precision)).isEmpty();
    }
}
