package io.shardfit.domain.strategy;

/// How the batch is split.
///
/// @param degree replicas as the convention counts them (DP)
/// @param replicate of these, how many hold copies instead of shards (HSDP); 1 shards over all
/// @param attention data-parallel ranks of the attention inside the tensor-parallel ranks (SGLang's
///   DP attention, TensorRT-LLM's attention DP)
public record DataSplit(int degree, int replicate, int attention) {
    public DataSplit {
        Ranks.atLeastOne("data", degree);
        Ranks.atLeastOne("dataReplicate", replicate);
        Ranks.atLeastOne("attentionData", attention);
    }
}
