package io.shardfit.domain.framework;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Share;

/// SGLang's `--mem-fraction-static` when nobody gives it: what is left of the device after reserves
/// for metadata, activations, parallelism and CUDA graphs, in MiB: 512 + 1.5 × max(chunk, 2048) +
/// 1024 × TP × PP ÷ 8 + 2 × graph batch (+ 3 × graph batch × DP with DP attention, + 1.5 × that
/// above 300), at least 10 GiB on devices of more than 60 GiB, then + 2 GiB for DeepEP and + 6 or 2
/// GiB for a draft model (sgl-project/sglang@001067f python/sglang/srt/server_args.py,
/// _handle_gpu_memory_settings). Prefill graphs add 8 MiB each, which is left out.
///
/// @param chunkedPrefill tokens of a prefill chunk
/// @param cudaGraphBatch largest batch of the decode graphs; 0 without graphs
/// @param attentionData data-parallel ranks of the attention; 1 without DP attention
public record StaticMemoryShare(
        ByteSize device,
        int chunkedPrefill,
        int cudaGraphBatch,
        int tensor,
        int pipeline,
        int attentionData,
        Draft draft,
        boolean deepEp) {

    /// The model that proposes tokens.
    public enum Draft {
        NONE(0),
        /// A model of its own (STANDALONE).
        STANDALONE(6 * 1_024),
        /// Layers on top of the model (EAGLE, MTP).
        LAYERS(2 * 1_024);

        private final int mebibytes;

        Draft(int mebibytes) {
            this.mebibytes = mebibytes;
        }
    }

    /// {@return the memory kept out of the static share}
    public ByteSize reserved() {
        double mebibytes =
                512 + 1.5 * Math.max(chunkedPrefill, 2_048) + tensor * pipeline / 8.0 * 1_024;
        mebibytes += graphs();
        if (device.isMoreThan(ByteSize.ofGiB(60))) {
            mebibytes = Math.max(mebibytes, 10 * 1_024);
        }
        mebibytes += draft.mebibytes + (deepEp ? 2 * 1_024 : 0);
        return ByteSize.ofBytes(Math.round(mebibytes * 1_048_576));
    }

    private double graphs() {
        double mebibytes = 2.0 * cudaGraphBatch;
        if (attentionData > 1) {
            mebibytes += 3.0 * cudaGraphBatch * attentionData;
            mebibytes += cudaGraphBatch > 300 ? 1.5 * cudaGraphBatch * attentionData : 0;
        }
        return mebibytes;
    }

    /// {@return the share of the device, to three decimals as SGLang rounds it}
    public Share share() {
        double left = 1 - (double) reserved().bytes() / device.bytes();
        return new Share(Math.round(left * 1_000) / 1_000.0);
    }
}
