package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.serving.CacheGroups.Group;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many tokens the memory that is left for the cache holds (vllm-project/vllm@148a5c12
/// vllm/v1/core/kv_cache_utils.py).
///
/// @param stages memory for the cache of each stage, and its layers
/// @param contextLength longest sequence served
/// @param shards ranks that split the tokens of a sequence (DCP × PCP)
/// @param batched tokens that one step may add
/// @param asksForAllLayers whether each stage is asked for the cache of all layers, as until
///   vllm-project/vllm#33698
/// @param printsFromConcurrency whether the printed tokens are concurrency × context length
public record CacheCapacity(
        CacheGroups groups,
        List<StageCache> stages,
        int contextLength,
        int shards,
        int batched,
        boolean asksForAllLayers,
        boolean printsFromConcurrency) {
    private static final String SOURCE = CacheGroups.SOURCE;

    /// Memory for the cache of one stage.
    ///
    /// @param left arithmetic of the bytes that are left for the cache; negative when none are
    /// @param from first layer
    /// @param to behind the last layer
    public record StageCache(int stage, Derivation left, int from, int to) {
        long bytes() {
            return left.value().longValueExact();
        }
    }

    public CacheCapacity {
        stages = List.copyOf(stages);
    }

    private int pools(StageCache stage) {
        return groups.pools(stage.from(), stage.to());
    }

    private long blocks(StageCache stage) {
        int pools = pools(stage);
        return pools == 0
                ? Long.MAX_VALUE
                : Math.max(0, Math.floorDiv(stage.bytes(), groups.pageBytes()) / pools);
    }

    /// {@return the stage that has the fewest blocks}
    public StageCache tightest() {
        StageCache tightest = stages.getFirst();
        for (StageCache stage : stages) {
            if (blocks(stage) < blocks(tightest)) {
                tightest = stage;
            }
        }
        return tightest;
    }

    long blocks() {
        long blocks = blocks(tightest());
        return blocks == Long.MAX_VALUE ? 0 : blocks;
    }

    /// {@return blocks that one sequence holds, over all groups}
    public int blocksPerSequence(int tokens) {
        int sum = 0;
        for (Group group : groups.groups()) {
            sum += group.kind().blocks(tokens, groups.blockTokens(), shards, batched);
        }
        return sum;
    }

    /// {@return blocks that hold the state of one sequence}
    public int stateBlocksPerSequence() {
        return (int)
                groups.groups().stream()
                        .filter(group -> group.kind() instanceof CacheKind.State)
                        .count();
    }

    private int poolsAsked(StageCache stage) {
        return asksForAllLayers ? groups.pools(0, Integer.MAX_VALUE) : pools(stage);
    }

    /// {@return bytes that one sequence of so many tokens needs on a stage}
    public ByteSize needed(StageCache stage, int tokens) {
        return ByteSize.ofBytes(
                Math.multiplyExact(
                        Math.multiplyExact((long) poolsAsked(stage), groups.pageBytes()),
                        (long) blocksPerSequence(tokens)));
    }

    public boolean fits(int tokens) {
        for (StageCache stage : stages) {
            if (needed(stage, tokens).bytes() > stage.bytes()) {
                return false;
            }
        }
        return true;
    }

    /// {@return the longest sequence, up to the one served, of which one fits; 0 when none does}
    public int longest() {
        int low = 0;
        int high = contextLength;
        while (low < high) {
            int middle = low + (high - low) / 2 + (high - low) % 2;
            if (fits(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    public BigDecimal concurrency() {
        int each = blocksPerSequence(contextLength);
        return each == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(blocks())
                        .divide(BigDecimal.valueOf(each), MathContext.DECIMAL64);
    }

    long tokens() {
        int each = blocksPerSequence(contextLength);
        if (each == 0) {
            return 0;
        }
        return printsFromConcurrency
                ? Math.multiplyExact(blocks(), (long) contextLength) / each
                : blocks() / groups.groups().size() * groups.blockTokens() * shards;
    }

    /// {@return the arithmetic of {@link #blocks()}}
    public Derivation blocksHow() {
        StageCache stage = tightest();
        return Derivation.of(
                blocks(),
                "blocks",
                "max(0, floor(floor(memory ÷ page) ÷ pools))",
                SOURCE,
                term("memory", "bytes left for the cache on stage " + stage.stage(), stage.left()),
                term("page", "bytes of a page", groups.page()),
                term("pools", pools(stage), "layers whose pages one block takes", SOURCE));
    }

    /// {@return the arithmetic of {@link #blocksPerSequence} at full length}
    Derivation blocksPerSequenceHow(int tokens) {
        Map<CacheKind, Integer> counts = new LinkedHashMap<>();
        groups.groups().forEach(group -> counts.merge(group.kind(), 1, Integer::sum));
        List<Term> terms = new ArrayList<>();
        StringBuilder equation = new StringBuilder();
        counts.forEach((kind, count) -> {
            String name = "kind" + (terms.size() + 1);
            equation.append(equation.isEmpty() ? "" : " + ").append(count + " × " + name);
            terms.add(term(name, "blocks of a sequence in a group", kindHow(kind, tokens)));
        });
        return Derivation.of(
                blocksPerSequence(tokens),
                "blocks",
                equation.isEmpty() ? "0" : equation.toString(),
                SOURCE,
                terms.toArray(Term[]::new));
    }

    private Derivation kindHow(CacheKind kind, int tokens) {
        String equation = kind.blocksEquation();
        List<Term> terms = new ArrayList<>();
        if (equation.contains("L")) {
            terms.add(term("L", tokens, "tokens of the sequence", "workload.inference"));
            terms.add(term("block", "tokens of a block", groups.block()));
        }
        if (equation.contains("shards")) {
            terms.add(term("shards", shards, "ranks that split a sequence's tokens", "strategy"));
        }
        if (equation.contains("span")) {
            terms.add(term("span", kind.span(), "window or chunk", "model.attention"));
            terms.add(
                    term(
                            "batched",
                            batched,
                            "tokens that one step may add",
                            "workload.inference.maxBatchedTokens"));
        }
        return Derivation.of(
                kind.blocks(tokens, groups.blockTokens(), shards, batched),
                "blocks",
                equation,
                SOURCE,
                terms.toArray(Term[]::new));
    }

    /// {@return the arithmetic of {@link #tokens()}}
    public Derivation tokensHow() {
        if (blocksPerSequence(contextLength) == 0) {
            return Derivation.given(0, "tokens", "nothing is cached", "model");
        }
        if (printsFromConcurrency) {
            return Derivation.of(
                    tokens(),
                    "tokens",
                    "floor(blocks × length ÷ each)",
                    "vllm-project/vllm@e68fa1b9 vllm/v1/core/kv_cache_utils.py,"
                            + " _report_kv_cache_config",
                    term("blocks", "blocks of the pool", blocksHow()),
                    lengthTerm(),
                    eachTerm());
        }
        return Derivation.of(
                tokens(),
                "tokens",
                "floor(blocks ÷ groups) × block × shards",
                SOURCE,
                term("blocks", "blocks of the pool", blocksHow()),
                term("groups", groups.groups().size(), "cache groups", SOURCE),
                term("block", "tokens of a block", groups.block()),
                term("shards", shards, "ranks that split a sequence's tokens", "strategy"));
    }

    /// {@return the arithmetic of {@link #concurrency()}}
    public Derivation concurrencyHow() {
        if (blocksPerSequence(contextLength) == 0) {
            return Derivation.given(0, "sequences", "nothing is cached", "model");
        }
        return new Derivation(
                concurrency(),
                "sequences",
                "blocks ÷ each",
                List.of(term("blocks", "blocks of the pool", blocksHow()), eachTerm()),
                SOURCE);
    }

    /// {@return the arithmetic of {@link #needed} for one sequence of full length}
    public Derivation neededHow() {
        StageCache stage = tightest();
        return Derivation.of(
                needed(stage, contextLength).bytes(),
                "bytes",
                "pools × page × each",
                SOURCE,
                term(
                        "pools",
                        poolsAsked(stage),
                        asksForAllLayers
                                ? "layers of all stages, as until vllm-project/vllm#33698"
                                : "layers whose pages one block takes",
                        SOURCE),
                term("page", "bytes of a page", groups.page()),
                eachTerm());
    }

    /// {@return the arithmetic of the bytes that a stage's memory for the cache holds for each
    /// token of {@link #tokens()}}
    public Derivation bytesPerTokenHow(int stage) {
        StageCache cache = stages.get(stage);
        long pages = Math.multiplyExact((long) pools(cache), groups.pageBytes());
        Term pools = term("pools", pools(cache), "layers whose pages one block takes", SOURCE);
        Term page = term("page", "bytes of a page", groups.page());
        if (printsFromConcurrency) {
            return Derivation.of(
                    Math.ceilDiv(
                            Math.multiplyExact(pages, (long) blocksPerSequence(contextLength)),
                            contextLength),
                    "bytes",
                    "ceil(pools × page × each ÷ length)",
                    SOURCE,
                    pools,
                    page,
                    eachTerm(),
                    lengthTerm());
        }
        return Derivation.of(
                Math.ceilDiv(
                        Math.multiplyExact(pages, (long) groups.groups().size()),
                        groups.blockTokens() * shards),
                "bytes",
                "ceil(pools × page × groups ÷ (block × shards))",
                SOURCE,
                pools,
                page,
                term("groups", groups.groups().size(), "cache groups", SOURCE),
                term("block", "tokens of a block", groups.block()),
                term("shards", shards, "ranks that split a sequence's tokens", "strategy"));
    }

    private Term eachTerm() {
        return term(
                "each",
                "blocks of one sequence of full length",
                blocksPerSequenceHow(contextLength));
    }

    private Term lengthTerm() {
        return term(
                "length", contextLength, "longest sequence", "workload.inference.contextLength");
    }
}
