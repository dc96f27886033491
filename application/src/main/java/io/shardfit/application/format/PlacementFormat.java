package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import io.shardfit.domain.strategy.DeclaredPlacement;
import io.shardfit.domain.strategy.DeclaredPlacement.Count;
import io.shardfit.domain.strategy.DeclaredPlacement.Entry;
import io.shardfit.domain.strategy.DeclaredPlacement.Listed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `strategy.expertPlacement`: for each expert-parallel rank a count, or a list of expert numbers.
///
/// @param experts routed experts of a layer
record PlacementFormat(Problems problems, Fields strategy, int experts) {
    private static final String KEY = "expertPlacement";
    private static final String EXPECTED =
            "expected a list with one entry per expert-parallel rank: a number of experts, or a"
                    + " list of expert numbers";
    private static final int MOST_SLOTS = 65_536;
    private static final int MOST_NAMED = 8;

    /// {@return the placement, when the key is there and every expert has a place}
    ///
    /// @param ranks expert-parallel ranks
    Optional<DeclaredPlacement> read(int ranks, int redundant) {
        Optional<SourceNode> node = strategy.node(KEY);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (experts == 0) {
            strategy.onlyWith(KEY, false, WorkloadFormat.EXPERTS);
            return Optional.empty();
        }
        if (!(node.orElseThrow() instanceof Sequence list) || list.items().isEmpty()) {
            strategy.error(KEY, "is " + node.orElseThrow().kind(), EXPECTED);
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (SourceNode item : list.items()) {
            entry(item).ifPresent(entries::add);
        }
        return entries.size() == list.items().size()
                ? whole(new DeclaredPlacement(entries), ranks, redundant)
                : Optional.empty();
    }

    private Optional<DeclaredPlacement> whole(
            DeclaredPlacement placement, int ranks, int redundant) {
        int entries = placement.ranks().size();
        List<Integer> missing = placement.missing(experts);
        int beyond = placement.slots() - experts;
        if (entries != ranks) {
            strategy.error(
                    KEY,
                    "has %d entries".formatted(entries),
                    "expected one for each of %d expert-parallel ranks".formatted(ranks));
        } else if (!missing.isEmpty()) {
            strategy.error(
                    KEY,
                    "leaves out expert " + shortened(missing),
                    "every one of the experts 0 to %d must lie on a rank".formatted(experts - 1));
        } else if (strategy.has("redundantExperts") && beyond != redundant) {
            strategy.error(
                    KEY,
                    "has %d slots, %d beyond one per expert".formatted(placement.slots(), beyond),
                    "strategy.redundantExperts says %d; leave it out or make it %d"
                            .formatted(redundant, beyond));
        } else {
            return Optional.of(placement);
        }
        return Optional.empty();
    }

    private static String shortened(List<Integer> numbers) {
        String first =
                String.join(", ", numbers.stream().limit(MOST_NAMED).map(String::valueOf).toList());
        return numbers.size() > MOST_NAMED
                ? "%s and %d more".formatted(first, numbers.size() - MOST_NAMED)
                : first;
    }

    private Optional<Entry> entry(SourceNode item) {
        return switch (item) {
            case Scalar scalar ->
                    number(
                                    scalar,
                                    1,
                                    MOST_SLOTS,
                                    "a number of experts, or a list of expert numbers")
                            .map(Count::new);
            case Sequence list -> listed(list);
            case SourceNode.Mapping mapping -> {
                problems.error(mapping.at(), path(), "holds a mapping", EXPECTED);
                yield Optional.empty();
            }
        };
    }

    private Optional<Entry> listed(Sequence list) {
        if (list.items().isEmpty()) {
            problems.error(list.at(), path(), "leaves a rank without experts", EXPECTED);
            return Optional.empty();
        }
        List<Integer> named = new ArrayList<>();
        for (SourceNode item : list.items()) {
            number(item, 0, experts - 1, "an expert number from 0 to " + (experts - 1))
                    .ifPresent(named::add);
        }
        return named.size() == list.items().size()
                ? Optional.of(new Listed(named))
                : Optional.empty();
    }

    private Optional<Integer> number(SourceNode item, int least, int most, String expected) {
        Optional<Integer> number =
                item instanceof Scalar scalar
                        ? Amounts.number(scalar.text())
                                .filter(value -> value.stripTrailingZeros().scale() <= 0)
                                .filter(value -> value.compareTo(BigDecimal.valueOf(least)) >= 0)
                                .filter(value -> value.compareTo(BigDecimal.valueOf(most)) <= 0)
                                .map(BigDecimal::intValueExact)
                        : Optional.empty();
        if (number.isEmpty()) {
            problems.error(item.at(), path(), "holds " + item.kind(), "expected " + expected);
        }
        return number;
    }

    private String path() {
        return strategy.pathOf(KEY);
    }
}
