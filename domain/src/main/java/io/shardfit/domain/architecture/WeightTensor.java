package io.shardfit.domain.architecture;

/// A weight of a model and how many of its elements lie on one rank.
///
/// Equations are in the symbols of `docs/memory-model.md`; a rank holds at least one head and one
/// key-value head whole. Sharding as NVIDIA/Megatron-LM@d98e8a6 and vLLM do it: projections,
/// blocks, embedding and head over TP; norms, router and latent down-projections on every rank; a
/// routed expert over ETP.
public enum WeightTensor {
    QUERY_KEY_VALUE(
            Storage.LINEAR,
            "query, key and value projection",
            "h × d × (n_q × ceil(a ÷ TP) + n_kv × ceil(g ÷ TP))"),
    ATTENTION_OUTPUT(Storage.LINEAR, "attention output projection", "ceil(a ÷ TP) × d × h"),
    QUERY_KEY_NORM(Storage.WIDE, "norms of queries and keys", "2 × d"),
    QUERY_DOWN(Storage.LINEAR, "query down-projection", "h × r_q"),
    QUERY_UP(Storage.LINEAR, "query up-projection", "q_in × ceil(a ÷ TP) × (d_n + d_r)"),
    KEY_VALUE_DOWN(Storage.LINEAR, "key-value down-projection", "h × (r_kv + d_r)"),
    KEY_VALUE_UP(Storage.LINEAR, "key-value up-projection", "r_kv × ceil(a ÷ TP) × (d_n + d_v)"),
    LATENT_OUTPUT(
            Storage.LINEAR, "output projection of latent attention", "ceil(a ÷ TP) × d_v × h"),
    LATENT_NORMS(Storage.WIDE, "norms of the latents", "r_q + r_kv"),
    INDEXER(
            Storage.LINEAR,
            "indexer of sparse attention, on every rank",
            "q_in × a_i × d_i + h × (d_i + a_i) + 2 × d_i"),
    LINEAR_ATTENTION_INPUT(
            Storage.LINEAR,
            "input projections of linear attention",
            "h × (2 × ceil(a_k ÷ TP) × d_k + 2 × ceil(a_v ÷ TP) × d_v + 2 × ceil(a_v ÷ TP))"),
    LINEAR_ATTENTION_CONVOLUTION(
            Storage.WIDE,
            "convolution, decay and norm of linear attention",
            "(2 × ceil(a_k ÷ TP) × d_k + ceil(a_v ÷ TP) × d_v) × kernel + 2 × ceil(a_v ÷ TP) + d_v"),
    LINEAR_ATTENTION_OUTPUT(
            Storage.LINEAR, "output projection of linear attention", "ceil(a_v ÷ TP) × d_v × h"),
    MAMBA_INPUT(
            Storage.LINEAR,
            "input projection of a Mamba-2 layer",
            "h × (2 × ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s + ceil(a_m ÷ TP))"),
    MAMBA_CONVOLUTION(
            Storage.WIDE,
            "convolution, decay, step and norm of a Mamba-2 layer",
            "(ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s) × (kernel + 1)"
                    + " + 3 × ceil(a_m ÷ TP) + ceil(a_m ÷ TP) × d_m"),
    MAMBA_OUTPUT(
            Storage.LINEAR, "output projection of a Mamba-2 layer", "ceil(a_m ÷ TP) × d_m × h"),
    ATTENTION_BIAS(
            Storage.WIDE,
            "biases of attention",
            "d × (n_q × ceil(a ÷ TP) + n_kv × ceil(g ÷ TP)) + n_b × h"),
    BLOCK_UP(
            Storage.LINEAR,
            "gate and up-projection of a dense block",
            "h × (m - 1) × ceil(f ÷ TP)"),
    BLOCK_DOWN(Storage.LINEAR, "down-projection of a dense block", "ceil(f ÷ TP) × h"),
    BLOCK_BIAS(Storage.WIDE, "biases of a dense block", "(m - 1) × ceil(f ÷ TP) + h"),
    ROUTER(Storage.WIDE, "router", "h × E"),
    ROUTED_UP(
            Storage.ROUTED,
            "gate and up-projection of one expert",
            "h_e × (m - 1) × ceil(f_m ÷ ETP)"),
    ROUTED_DOWN(Storage.ROUTED, "down-projection of one expert", "ceil(f_m ÷ ETP) × h_e"),
    ROUTED_BIAS(Storage.ROUTED, "biases of one expert", "(m - 1) × ceil(f_m ÷ ETP) + h_e"),
    SHARED_UP(
            Storage.LINEAR,
            "gate and up-projection of the shared experts",
            "h × (m - 1) × ceil(f_s ÷ TP)"),
    SHARED_DOWN(Storage.LINEAR, "down-projection of the shared experts", "ceil(f_s ÷ TP) × h"),
    SHARED_GATE(Storage.WIDE, "gate of the shared experts", "h"),
    EXPERT_LATENT(Storage.LINEAR, "projections to and from the experts' latent", "2 × h × h_e"),
    NORM(Storage.WIDE, "a norm", "n_v × h"),
    EMBEDDING(Storage.TABLE, "embedding", "ceil(V ÷ TP) × h"),
    POSITIONS(Storage.TABLE, "learned positions", "positions × h"),
    ADDITIONAL(Storage.TABLE, "parameters outside the decoder", "additional"),
    HEAD(Storage.TABLE, "output head", "ceil(V ÷ TP) × h"),
    MULTI_TOKEN_PROJECTION(
            Storage.LINEAR, "projection of a multi-token-prediction layer", "2 × h × ceil(h ÷ TP)"),
    MULTI_TOKEN_NORMS(Storage.WIDE, "norms of a multi-token-prediction layer", "3 × n_v × h");

    /// How a weight is stored where a model is quantised, and by whom its optimizer is sharded.
    public enum Storage {
        /// A linear layer: quantised.
        LINEAR,
        /// A linear layer of a routed expert: quantised; sharded over the experts' data-parallel
        /// ranks.
        ROUTED,
        /// Norms, router, biases: never quantised.
        WIDE,
        /// A table of the vocabulary: usually not quantised.
        TABLE
    }

    private final Storage storage;
    private final String label;
    private final String equation;

    WeightTensor(Storage storage, String label, String equation) {
        this.storage = storage;
        this.label = label;
        this.equation = equation;
    }

    public Storage storage() {
        return storage;
    }

    public String label() {
        return label;
    }

    /// {@return elements on one rank, of one expert where the weight is an expert's}
    public String equation() {
        return equation;
    }
}
