package io.shardfit.application.remedy;

import java.util.List;
import java.util.Random;

/// Plans that nobody wrote: models, degrees, formats and GPUs drawn from a fixed seed, in block and
/// in flow style. Many do not fit, many are refused; a few are READY.
final class RandomPlans {
    private static final List<String> DENSE =
            List.of("meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-70B", "Qwen/Qwen3-32B");
    private static final List<String> MIXTURES =
            List.of("mistralai/Mixtral-8x7B-v0.1", "Qwen/Qwen3-30B-A3B", "deepseek-ai/DeepSeek-V3");
    private static final List<String> GPUS =
            List.of(
                    "A100-SXM-80GB",
                    "H100-SXM-80GB",
                    "H200-SXM-141GB",
                    "A100-SXM-40GB",
                    "{name: ours, memory: 48 GiB}");
    private static final List<String> TRAINERS =
            List.of("multiplicative", "megatron-core", "deepspeed", "torchtitan");
    private static final List<String> ENGINES = List.of("vllm", "sglang", "tensorrt-llm");

    private final Random random;

    RandomPlans(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        boolean mixture = random.nextBoolean();
        boolean training = random.nextInt(3) > 0;
        String framework = one(training ? TRAINERS : ENGINES);
        int tensor = power(4);
        int pipeline = power(3);
        int data = power(4);
        int expert = mixture ? power(5) : 1;
        int world = tensor * pipeline * data;
        int gpus = Math.max(1, random.nextInt(4) == 0 ? world / 2 : world);
        String strategy =
                random.nextBoolean()
                        ? " EP%d_TP%d_PP%d_DP%d".formatted(expert, tensor, pipeline, data)
                        : """

                          # degrees, one by one
                          tensorParallel: %d
                          pipelineParallel: %d   # stages
                          dataParallel: %d
                          expertParallel: %d
                        """
                                .formatted(tensor, pipeline, data, expert)
                                .indent(-24)
                                .stripTrailing()
                                .replaceAll("(?m)^ *", "  ")
                                .replaceFirst("^ *\n", "\n");
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: random}
        model: %s
        hardware: {gpu: %s, gpus: %d}   # drawn
        framework: {name: %s}
        strategy:%s
        workload:
        %s
        """
                .formatted(
                        one(mixture ? MIXTURES : DENSE),
                        one(GPUS),
                        gpus,
                        framework,
                        strategy,
                        training ? training() : inference());
    }

    private String training() {
        int micro = power(3);
        String keys =
                "globalBatch: %d, microBatch: %d, sequenceLength: %d, precision: %s, optimizer: %s, zeroStage: %d, recomputation: %s"
                        .formatted(
                                micro * power(4) * 16,
                                micro,
                                1024 << random.nextInt(4),
                                one(List.of("bf16", "fp8", "fp32", "fp16")),
                                one(List.of("adamw", "adamw", "adamw-8bit", "sgd-momentum")),
                                random.nextInt(4),
                                one(List.of("none", "none", "selective", "full")));
        return styled("training", keys);
    }

    private String inference() {
        return styled(
                "inference",
                "contextLength: %d, concurrentSequences: %d, weightPrecision: %s, kvCachePrecision: %s"
                        .formatted(
                                2048 << random.nextInt(5),
                                power(6),
                                one(List.of("bf16", "bf16", "fp8", "int4")),
                                one(List.of("bf16", "fp8"))));
    }

    private String styled(String name, String keys) {
        return random.nextBoolean()
                ? "  %s: {%s}".formatted(name, keys)
                : "  %s:\n    %s".formatted(name, keys.replace(", ", "\n    "));
    }

    private int power(int most) {
        return 1 << random.nextInt(most);
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
