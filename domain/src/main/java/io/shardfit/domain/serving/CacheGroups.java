package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.serving.CacheKind.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// vLLM's cache groups: layers of one kind share a block table, groups of equal size share the
/// pages of one pool (vllm-project/vllm@148a5c12 vllm/v1/core/kv_cache_utils.py:959-1078). With
/// states the block of the attending layers grows until a page holds one state
/// (vllm/model_executor/models/config.py, HybridAttentionMambaModelConfig).
///
/// @param page bytes of a page, the same in every group
/// @param block tokens of a block
public record CacheGroups(List<Group> groups, Derivation page, Derivation block) {
    static final String SOURCE =
            "vllm-project/vllm@148a5c12 vllm/v1/core/kv_cache_utils.py:959-1078";
    private static final String HYBRID =
            "vllm-project/vllm@148a5c12 vllm/model_executor/models/config.py,"
                    + " HybridAttentionMambaModelConfig";

    /// Layers of one kind, which share a block table.
    ///
    /// @param layers their places in the model
    public record Group(CacheKind kind, List<Integer> layers) {
        public Group {
            layers = List.copyOf(layers);
        }

        int between(int from, int to) {
            return (int) layers.stream().filter(layer -> layer >= from && layer < to).count();
        }
    }

    public CacheGroups {
        groups = List.copyOf(groups);
    }

    /// @param kinds what each caching layer keeps, by its place in the model
    /// @param block tokens of a block
    /// @param padsSmallGroups whether groups of nearly equal size are padded to the larger
    public static CacheGroups of(
            Map<Integer, CacheKind> kinds, Derivation block, boolean padsSmallGroups) {
        Map<CacheKind, List<Integer>> places = new LinkedHashMap<>();
        kinds.forEach(
                (layer, kind) -> places.computeIfAbsent(kind, _ -> new ArrayList<>()).add(layer));
        if (places.isEmpty()) {
            return new CacheGroups(
                    List.of(), Derivation.given(0, "bytes", "nothing is cached", "model"), block);
        }
        Derivation page = largest(places.keySet(), false);
        Derivation grown = block;
        if (places.size() > 1 && places.keySet().stream().anyMatch(State.class::isInstance)) {
            Derivation state = largest(places.keySet(), true);
            grown = grownBlock(block, state, page);
            page = grownPage(page, block, grown);
        }
        return new CacheGroups(dealt(places, padsSmallGroups), page, grown);
    }

    private static Derivation largest(Iterable<CacheKind> kinds, boolean states) {
        Derivation largest = Derivation.given(0, "bytes", "none", "model");
        boolean any = false;
        for (CacheKind kind : kinds) {
            boolean wanted = kind instanceof State == states;
            if (wanted && (!any || kind.page().value().compareTo(largest.value()) > 0)) {
                largest = kind.page();
                any = true;
            }
        }
        return any || states ? largest : largest(kinds, true);
    }

    private static Derivation grownBlock(Derivation block, Derivation state, Derivation page) {
        long times = Math.ceilDiv(state.value().longValueExact(), page.value().longValueExact());
        return Derivation.of(
                block.value().longValueExact() * times,
                "tokens",
                "block × ceil(state ÷ page)",
                HYBRID,
                term("block", "tokens of a block", block),
                term("state", "bytes of one sequence's state in a layer", state),
                term("page", "bytes of a block of tokens in an attending layer", page));
    }

    private static Derivation grownPage(Derivation page, Derivation block, Derivation grown) {
        long times = grown.value().longValueExact() / block.value().longValueExact();
        return Derivation.of(
                page.value().longValueExact() * times,
                "bytes",
                "page × grown ÷ block",
                HYBRID,
                term("page", "bytes of a block before it grows", page),
                term("grown", "tokens of a grown block", grown),
                term("block", "tokens of a block", block));
    }

    private static List<Group> dealt(Map<CacheKind, List<Integer>> places, boolean pads) {
        int fewest = places.values().stream().mapToInt(List::size).min().orElseThrow();
        int most = places.values().stream().mapToInt(List::size).max().orElseThrow();
        int size = places.size() == 1 || pads && 2 * most < 3 * fewest ? most : fewest;
        List<Group> groups = new ArrayList<>();
        places.forEach((kind, layers) -> {
            int count = Math.ceilDiv(layers.size(), size);
            for (int i = 0; i < count; i++) {
                int first = i;
                groups.add(
                        new Group(
                                kind,
                                IntStream.range(0, layers.size())
                                        .filter(at -> at % count == first)
                                        .mapToObj(layers::get)
                                        .toList()));
            }
        });
        return groups;
    }

    long pageBytes() {
        return page.value().longValueExact();
    }

    long blockTokens() {
        return block.value().longValueExact();
    }

    /// {@return pools of pages on the layers `from` (inclusive) to `to` (exclusive)}
    public int pools(int from, int to) {
        return groups.stream().mapToInt(group -> group.between(from, to)).max().orElse(0);
    }
}
