package io.shardfit.domain.serving;

/// What lies on the device outside PyTorch's allocator, as vLLM's start-up lines print it or leave
/// it unsaid. The same bytes count against the memory fraction or not, by release.
///
/// In-sample: 21 runs of llm-d-incubation/llm-d-planner on vLLM 0.19 and 5 on 0.11,
/// vllm-project/vllm#21348 (0.9), #12569 (0.8), #10511, #10517 and #16570 (before 0.8).
public final class OutsideTorch {
    private static final String MEASURED =
            "llm-d-incubation/llm-d-planner@e50305a, 21 runs on vLLM 0.19 and 5 on 0.11 (in-sample);"
                    + " vllm-project/vllm#21348, #12569, #10511, #10517, #16570";

    private OutsideTorch() {}

    /// When the free memory is first looked at, and what counts from then on.
    public enum Snapshot {
        /// vLLM until 0.7: what is in use beside torch.
        EARLIEST,
        /// 0.8: everything in use, the CUDA context too.
        WHOLE_DEVICE,
        /// 0.9 and 0.10: before the communicators.
        BEFORE_COMMUNICATORS,
        /// 0.11: after the communicators.
        AFTER_COMMUNICATORS,
        /// From 0.12 on the same, with more libraries loaded after it.
        LATEST
    }

    /// {@return what counts against the fraction}
    ///
    /// @param grouped whether tensor or data parallel ranks talk to each other
    /// @param staged whether there are pipeline stages
    public static Ends counted(Snapshot snapshot, boolean grouped, boolean staged) {
        return switch (snapshot) {
            case EARLIEST -> grouped || staged ? ends(34, 60, 360) : ends(20, 25, 180);
            case WHOLE_DEVICE -> grouped ? ends(200, 290, 360) : ends(60, 76, 120);
            case BEFORE_COMMUNICATORS -> grouped ? ends(150, 240, 360) : ends(13, 25, 100);
            case AFTER_COMMUNICATORS -> grouped ? ends(50, 55, 220) : ends(7, 13, 50);
            case LATEST ->
                    grouped ? ends(207, 210, 240) : staged ? ends(7, 7, 30) : ends(24, 25, 46);
        };
    }

    /// {@return the CUDA context, where it lies beside the fraction}
    public static Ends context(Snapshot snapshot) {
        return snapshot == Snapshot.WHOLE_DEVICE ? Ends.NOTHING : ends(40, 51, 60);
    }

    /// {@return communicators that were made before the snapshot}
    public static Ends communicators(Snapshot snapshot, boolean anyGroup) {
        boolean beside = snapshot == Snapshot.AFTER_COMMUNICATORS || snapshot == Snapshot.LATEST;
        return anyGroup && beside ? ends(90, 100, 150) : Ends.NOTHING;
    }

    /// {@return what SGLang's ranks hold before weights are loaded: in-sample
    /// SemiAnalysisAI/InferenceX#2128 (137.9 of 139.8 GiB free at TP 8) and
    /// vllm-project/vllm#21348}
    public static Ends sglangCommunicators(boolean anyGroup) {
        return anyGroup
                ? Ends.ofHundredths(
                        90,
                        150,
                        200,
                        "SemiAnalysisAI/InferenceX#2128 and vllm-project/vllm#21348 (in-sample)")
                : Ends.NOTHING;
    }

    private static Ends ends(int low, int expected, int high) {
        return Ends.ofHundredths(low, expected, high, MEASURED);
    }
}
