package io.shardfit.domain.architecture;

/// Which linear layers carry a bias.
public enum LinearBias {
    NONE("none"),
    /// The query, key and value projections (Qwen 2).
    QUERY_KEY_VALUE("queryKeyValue"),
    /// All of attention and feed-forward, experts included (GPT-2, OPT, gpt-oss).
    ALL("all");

    private final String word;

    LinearBias(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
