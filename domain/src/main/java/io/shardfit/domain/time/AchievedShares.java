package io.shardfit.domain.time;

import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.quantity.Precision;
import java.util.List;

/// Which part of a published peak is reached in practice. Every figure was measured apart from the
/// runs that the model is compared with; docs/time-model.md says which is which.
final class AchievedShares {
    private static final String MATMUL =
            "maximum achievable matrix product, stas00/ml-engineering@744d01e"
                    + " compute/accelerator/README.md";

    /// A large product of an average shape reaches this part of the best shape.
    private static final double USUAL_SHAPE = 0.95;

    private static final double POOR_SHAPE = 0.80;

    /// The best measured product over the dense peak.
    private record Best(String family, Precision precision, double share) {}

    /// The first family that the name begins with.
    private static final List<Best> BEST =
            List.of(
                    new Best("A100-SXM", Precision.BF16, 0.869),
                    new Best("A100-PCIe", Precision.BF16, 0.811),
                    new Best("A800", Precision.BF16, 0.869),
                    new Best("GH200", Precision.BF16, 0.838),
                    new Best("H100", Precision.BF16, 0.803),
                    new Best("H200", Precision.BF16, 0.803),
                    new Best("H800", Precision.BF16, 0.803),
                    new Best("B300", Precision.BF16, 0.786),
                    new Best("GB200", Precision.BF16, 0.729),
                    new Best("GB300", Precision.BF16, 0.729),
                    new Best("MI355X", Precision.BF16, 0.680),
                    new Best("MI325X", Precision.BF16, 0.604),
                    new Best("MI300X", Precision.BF16, 0.514),
                    new Best("GH200", Precision.FP8, 0.776),
                    new Best("B200", Precision.FP8, 0.763),
                    new Best("B300", Precision.FP8, 0.745),
                    new Best("H200", Precision.FP8, 0.734),
                    new Best("GB200", Precision.FP8, 0.723),
                    new Best("GB300", Precision.FP8, 0.723),
                    new Best("H100", Precision.FP8, 0.709),
                    new Best("H800", Precision.FP8, 0.709));

    /// Between the best and the worst family of the table.
    static final Factor ANY_MATMUL =
            new Factor(
                    0.87,
                    0.70,
                    0.45,
                    "no measurement of this GPU and precision; range of " + MATMUL);

    private static final String KERNELS =
            "MooreThreads/SimuMax@4dcaae5 configs/system/b200_bf16_ceperm.json";

    /// 514 shapes of training measured under load: 0.16 to 0.66, median 0.485.
    private static final Factor B200_UNDER_LOAD =
            new Factor(0.776, 0.485, 0.40, "median of 514 shapes, " + KERNELS + "; best " + MATMUL);

    /// Grouped products of many experts over one large product.
    static final Factor GROUPED =
            new Factor(
                    0.9,
                    0.62,
                    0.35,
                    "median of 108 shapes, 0.30 over 0.485 of the peak, " + KERNELS);

    /// Over the operations of a causal mask; 0.35 for 4 096 and 0.55 for 32 768 tokens on B200.
    static final Factor ATTENTION =
            new Factor(
                    0.70,
                    0.45,
                    0.25,
                    "50 to 73 % of the peak on A100, arXiv 2307.08691 §4.1; 35 to 75 % on H100,"
                            + " arXiv 2407.08608 §4; 35 to 55 % on B200, "
                            + KERNELS);

    /// A stream of large tensors.
    static final Factor MEMORY =
            new Factor(
                    0.92,
                    0.80,
                    0.50,
                    "0.8, ai-dynamo/aiconfigurator@095f58a systems/*.yaml"
                            + " mem_bw_empirical_scaling_factor; 0.9 from 100 MB on,"
                            + " calculon-ai/calculon@caa4b11 systems/a100_80g.json; 0.67, for"
                            + " permutations 0.5, "
                            + KERNELS);

    static final Factor ALL_TO_ALL =
            new Factor(1, 0.75, 0.5, "0.60 over 0.80 of the link on 8 B200, " + KERNELS);

    /// 61 to 90 GB/s on ports of 50 GB/s, copies inside a node counted; 643 to 740 of 900 GB/s on
    /// links.
    static final Factor DEEPEP =
            new Factor(
                    1.3,
                    1,
                    0.8,
                    "80 % of the links and more than the port between nodes, deepseek-ai/DeepEP@0297fc8"
                            + " README.md");

    static final Factor LINK =
            new Factor(
                    0.88,
                    0.80,
                    0.60,
                    "78 % on A100, 80 to 82 % on H200 (ring), stas00/ml-engineering@744d01e"
                            + " network/README.md; 67 to 74 % on B200, "
                            + KERNELS);

    static final Factor NETWORK =
            new Factor(
                    0.95,
                    0.80,
                    0.50,
                    "about 80 % of the line rate at the application level,"
                            + " stas00/ml-engineering@744d01e network/README.md");

    private AchievedShares() {}

    static Factor matmul(Gpu gpu, Precision precision) {
        if (precision == Precision.BF16 && gpu.name().startsWith("B200")) {
            return B200_UNDER_LOAD;
        }
        Precision measured = precision == Precision.FP16 ? Precision.BF16 : precision;
        for (Best best : BEST) {
            if (best.precision() == measured && gpu.name().startsWith(best.family())) {
                return new Factor(
                        best.share(),
                        best.share() * USUAL_SHAPE,
                        best.share() * POOR_SHAPE,
                        MATMUL);
            }
        }
        return ANY_MATMUL;
    }
}
