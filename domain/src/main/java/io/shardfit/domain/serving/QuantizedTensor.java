package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.architecture.WeightTensor.Storage;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.workload.ExpertBackend;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Scheme;

/// One weight as an engine holds it: its values and its scales, each a tensor of the allocator.
///
/// Scales: fp32 per output channel (fp8, int8), fp32 per 128 × 128 (fp8-block), fp16 scale and
/// packed int4 zero per group (AWQ), fp16 scale per group (symmetric GPTQ), one byte per 32 (MXFP4)
/// or 16 (NVFP4) inputs; vllm-project/vllm@148a5c12 vllm/model_executor/layers/quantization.
///
/// @param backend kernels of the experts, which pad MXFP4
public record QuantizedTensor(WeightFormat format, ExpertBackend backend) {
    private static final String SOURCE =
            "vllm-project/vllm@148a5c12 vllm/model_executor/layers/quantization";
    private static final String PADDING =
            "triton-lang/triton python/triton_kernels, hopper_value.py and hopper_scale.py";
    private static final int USUAL_GROUP = 128;

    /// A matrix on one rank.
    ///
    /// @param elements arithmetic of inputs × outputs
    /// @param copies matrices in one tensor: the experts of a rank
    public record Matrix(
            WeightTensor tensor, int inputs, int outputs, int copies, Derivation elements) {
        long count() {
            return Math.multiplyExact((long) copies, elements.value().longValueExact());
        }
    }

    /// {@return the arithmetic of the bytes that the matrix takes}
    public Derivation of(Matrix matrix) {
        if (!format.isQuantised(matrix.tensor()) || isBias(matrix.tensor())) {
            return wide(matrix);
        }
        return switch (format.scheme()) {
            case FP32, BF16, FP16 -> wide(matrix);
            case FP8, INT8 -> both(matrix, 4L * matrix.outputs(), "4 × outputs");
            case FP8_BLOCK ->
                    both(
                            matrix,
                            4 * blocks(matrix.inputs(), 128) * blocks(matrix.outputs(), 128),
                            "4 × ceil(inputs ÷ 128) × ceil(outputs ÷ 128)");
            case AWQ_INT4 -> grouped(matrix, 5, "5 ÷ 2");
            case GPTQ_INT4, INT4 -> grouped(matrix, 4, "2");
            case MXFP4 ->
                    isTriton(matrix)
                            ? tritonPadded(matrix)
                            : both(
                                    matrix,
                                    blocks(matrix.inputs(), 32) * matrix.outputs(),
                                    "ceil(inputs ÷ 32) × outputs");
            case NVFP4, FP4 ->
                    both(
                            matrix,
                            blocks(matrix.inputs(), 16) * matrix.outputs(),
                            "ceil(inputs ÷ 16) × outputs");
        };
    }

    private static boolean isBias(WeightTensor tensor) {
        return tensor == WeightTensor.ROUTED_BIAS;
    }

    private boolean isTriton(Matrix matrix) {
        return matrix.tensor().storage() == Storage.ROUTED && backend == ExpertBackend.TRITON;
    }

    /// {@return bytes of a value that is not quantised: fp32 for biases beside Triton's MXFP4}
    private int wideBytes(WeightTensor tensor) {
        boolean single =
                isBias(tensor)
                        && format.scheme() == Scheme.MXFP4
                        && backend == ExpertBackend.TRITON;
        return single || format.scheme() == Scheme.FP32 ? 4 : 2;
    }

    private Derivation wide(Matrix matrix) {
        int bytes = wideBytes(matrix.tensor());
        return AllocatedTensor.how(
                Math.multiplyExact(matrix.count(), bytes),
                "copies × elements × B",
                SOURCE,
                copies(matrix),
                elements(matrix),
                term("B", bytes, "bytes of a value that is not quantised", "the checkpoint"));
    }

    private Derivation grouped(Matrix matrix, int halves, String bytes) {
        long group = format.groupSize() > 0 ? format.groupSize() : USUAL_GROUP;
        long scales = blocks(matrix.inputs(), group) * matrix.outputs() * halves;
        return sum(
                values(matrix),
                AllocatedTensor.how(
                        Math.ceilDiv(Math.multiplyExact((long) matrix.copies(), scales), 2),
                        "copies × ceil(inputs ÷ group) × outputs × " + bytes,
                        SOURCE,
                        copies(matrix),
                        inputs(matrix),
                        outputs(matrix),
                        term(
                                "group",
                                group,
                                "weights that share a scale",
                                "workload.inference.quantization.groupSize")));
    }

    private Derivation both(Matrix matrix, long scales, String equation) {
        long bytes = Math.multiplyExact((long) matrix.copies(), scales);
        String each = "copies × " + equation;
        return sum(
                values(matrix),
                equation.contains("inputs")
                        ? AllocatedTensor.how(
                                bytes,
                                each,
                                SOURCE,
                                copies(matrix),
                                inputs(matrix),
                                outputs(matrix))
                        : AllocatedTensor.how(
                                bytes, each, SOURCE, copies(matrix), outputs(matrix)));
    }

    private Derivation values(Matrix matrix) {
        int bits = format.precision().bits();
        return AllocatedTensor.how(
                Math.ceilDiv(Math.multiplyExact(matrix.count(), bits), 8),
                "copies × elements × bits ÷ 8",
                SOURCE,
                copies(matrix),
                elements(matrix),
                term("bits", bits, "bits of a value", "workload.inference.quantization.format"));
    }

    /// Value bytes pad to 256 × 64, scales to 256 outputs and pairs of groups.
    private static Derivation tritonPadded(Matrix matrix) {
        long values =
                blocks(Math.ceilDiv(matrix.inputs(), 2), 256)
                        * 256
                        * blocks(matrix.outputs(), 64)
                        * 64;
        long scales =
                blocks(matrix.outputs(), 256) * 256 * blocks(blocks(matrix.inputs(), 32), 2) * 2;
        return sum(
                AllocatedTensor.how(
                        Math.multiplyExact((long) matrix.copies(), values),
                        "copies × ceil(ceil(inputs ÷ 2) ÷ 256) × 256 × ceil(outputs ÷ 64) × 64",
                        PADDING,
                        copies(matrix),
                        inputs(matrix),
                        outputs(matrix)),
                AllocatedTensor.how(
                        Math.multiplyExact((long) matrix.copies(), scales),
                        "copies × ceil(outputs ÷ 256) × 256 × ceil(ceil(inputs ÷ 32) ÷ 2) × 2",
                        PADDING,
                        copies(matrix),
                        inputs(matrix),
                        outputs(matrix)));
    }

    private static Derivation sum(Derivation values, Derivation scales) {
        return Derivation.of(
                values.value().longValueExact() + scales.value().longValueExact(),
                "bytes",
                "values + scales",
                SOURCE,
                term("values", "quantised values", values),
                term("scales", "their scales", scales));
    }

    private static long blocks(long size, long block) {
        return Math.ceilDiv(size, block);
    }

    private static Derivation.Term copies(Matrix matrix) {
        return term("copies", matrix.copies(), "matrices in one tensor", "experts on the rank");
    }

    private static Derivation.Term elements(Matrix matrix) {
        return term("elements", "elements of one matrix on a rank", matrix.elements());
    }

    private static Derivation.Term inputs(Matrix matrix) {
        return term("inputs", matrix.inputs(), "inputs on a rank, padded", "model, strategy");
    }

    private static Derivation.Term outputs(Matrix matrix) {
        return term("outputs", matrix.outputs(), "outputs on a rank, padded", "model, strategy");
    }
}
