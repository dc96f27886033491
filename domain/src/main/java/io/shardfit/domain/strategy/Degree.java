package io.shardfit.domain.strategy;

/// One degree of a strategy: its symbol, its words, its plan key and its value.
public enum Degree {
    TENSOR("TP", "tensor parallel", "tensorParallel"),
    PIPELINE("PP", "pipeline parallel", "pipelineParallel"),
    DATA("DP", "data parallel", "dataParallel"),
    EXPERT("EP", "expert parallel", "expertParallel"),
    CONTEXT("CP", "context parallel", "contextParallel"),
    VIRTUAL_STAGES("VP", "virtual pipeline stages", "virtualPipelineStages"),
    DATA_REPLICATE("RDP", "replicated data parallel", "dataParallelReplicate"),
    ATTENTION_DATA("ADP", "attention data parallel", "attentionDataParallel"),
    PREFILL_CONTEXT("PCP", "prefill context parallel", "prefillContextParallel"),
    DECODE_CONTEXT("DCP", "decode context parallel", "decodeContextParallel"),
    REDUNDANT_EXPERTS("RE", "redundant experts", "redundantExperts");

    private final String symbol;
    private final String words;
    private final String key;

    Degree(String symbol, String words, String key) {
        this.symbol = symbol;
        this.words = words;
        this.key = key;
    }

    public String symbol() {
        return symbol;
    }

    public String words() {
        return words;
    }

    /// {@return the last word of the plan key, such as `tensorParallel`}
    public String word() {
        return key;
    }

    /// {@return the plan key, such as `strategy.tensorParallel`}
    public String key() {
        return "strategy." + key;
    }

    public int of(ParallelStrategy strategy) {
        return switch (this) {
            case TENSOR -> strategy.tensor();
            case PIPELINE -> strategy.pipeline();
            case DATA -> strategy.data();
            case EXPERT -> strategy.expert();
            case CONTEXT -> strategy.context();
            case VIRTUAL_STAGES -> strategy.virtualStages();
            case DATA_REPLICATE -> strategy.dataSplit().replicate();
            case ATTENTION_DATA -> strategy.dataSplit().attention();
            case PREFILL_CONTEXT -> strategy.contextSplit().prefill();
            case DECODE_CONTEXT -> strategy.contextSplit().decode();
            case REDUNDANT_EXPERTS -> strategy.expertSplit().redundant();
        };
    }

    /// {@return the value that says that the degree is not used}
    public int unused() {
        return this == REDUNDANT_EXPERTS ? 0 : 1;
    }
}
