package io.shardfit.domain.strategy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Where a plan says that the experts of a layer lie, one entry per expert-parallel rank.
public record DeclaredPlacement(List<Entry> ranks) {
    /// What one rank holds.
    public sealed interface Entry {
        /// {@return expert slots of the rank}
        int slots();
    }

    /// So many experts, dealt in order.
    public record Count(int slots) implements Entry {}

    /// These experts, numbered from 0.
    public record Listed(List<Integer> experts) implements Entry {
        public Listed {
            experts = List.copyOf(experts);
        }

        @Override
        public int slots() {
            return experts.size();
        }
    }

    public DeclaredPlacement {
        ranks = List.copyOf(ranks);
    }

    /// {@return expert slots of all ranks}
    public int slots() {
        return ranks.stream().mapToInt(Entry::slots).sum();
    }

    /// {@return the experts on each rank: counts are dealt, in order, what no list names, from the
    /// start again when all of it is dealt}
    public List<List<Integer>> slots(int experts) {
        List<Integer> free = unnamed(experts);
        List<List<Integer>> slots = new ArrayList<>();
        int next = 0;
        for (Entry entry : ranks) {
            switch (entry) {
                case Listed(List<Integer> named) -> slots.add(named);
                case Count(int count) -> {
                    int from = next;
                    slots.add(
                            IntStream.range(from, from + count)
                                    .mapToObj(slot -> free.get(slot % free.size()))
                                    .toList());
                    next += count;
                }
            }
        }
        return slots;
    }

    /// {@return the experts that no rank would hold}
    public List<Integer> missing(int experts) {
        Set<Integer> held = new LinkedHashSet<>();
        slots(experts).forEach(held::addAll);
        return IntStream.range(0, experts)
                .boxed()
                .filter(expert -> !held.contains(expert))
                .toList();
    }

    private List<Integer> unnamed(int experts) {
        Set<Integer> named = new LinkedHashSet<>();
        for (Entry entry : ranks) {
            if (entry instanceof Listed(List<Integer> some)) {
                named.addAll(some);
            }
        }
        List<Integer> free =
                IntStream.range(0, experts)
                        .boxed()
                        .filter(expert -> !named.contains(expert))
                        .toList();
        return free.isEmpty() ? IntStream.range(0, experts).boxed().toList() : free;
    }
}
