package io.shardfit.domain.strategy;

/// How a sequence is split.
///
/// @param degree ranks that split a sequence (CP)
/// @param prefill ranks that split the computation of a prompt (vLLM's PCP)
/// @param decode ranks that split the cached tokens of a sequence (vLLM's DCP)
public record ContextSplit(int degree, int prefill, int decode) {
    public ContextSplit {
        Ranks.atLeastOne("context", degree);
        Ranks.atLeastOne("prefillContext", prefill);
        Ranks.atLeastOne("decodeContext", decode);
    }
}
