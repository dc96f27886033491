package io.shardfit.application.accuracy;

import io.shardfit.application.accuracy.Judged.Compared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The figures of docs/accuracy.md over all judged cases.
record Statistics(List<Judged> all) {
    static final String FIXTURES = "Megatron 8-GPU fixtures";

    static Statistics ofAllCases() {
        return new Statistics(PublishedCases.all().stream().map(Judged::of).toList());
    }

    /// {@return the figures of some of the cases alone}
    Statistics only(Predicate<Judged> which) {
        return new Statistics(all.stream().filter(which).toList());
    }

    /// {@return the cases whose verdict counts}
    List<Judged> counted() {
        return all.stream().filter(judged -> judged.published().counts()).toList();
    }

    Map<String, List<Judged>> byGroup(Predicate<Judged> which) {
        Map<String, List<Judged>> groups = new TreeMap<>();
        for (Judged judged : all) {
            if (which.test(judged)) {
                groups.computeIfAbsent(judged.published().group(), _ -> new java.util.ArrayList<>())
                        .add(judged);
            }
        }
        return groups;
    }

    /// {@return compared peaks of training runs that count}
    List<Compared> peaks(Predicate<Judged> which) {
        return counted().stream()
                .filter(judged -> judged.published().isTraining())
                .filter(which)
                .flatMap(judged -> judged.peak().stream())
                .toList();
    }

    List<Compared> fixtures() {
        return peaks(judged -> judged.published().group().equals(FIXTURES));
    }

    List<Compared> otherTraining() {
        return peaks(judged -> !judged.published().group().equals(FIXTURES));
    }

    static Errors errors(List<Compared> compared) {
        return Errors.of(compared.stream().map(Compared::error).toList());
    }

    static double coverage(List<Compared> compared) {
        return compared.isEmpty()
                ? 1
                : (double) compared.stream().filter(Compared::isInside).count() / compared.size();
    }

    /// {@return measured and predicted of one component of serving runs that count}
    Map<PublishedCase, double[]> serving(Component component) {
        Map<PublishedCase, double[]> pairs = new LinkedHashMap<>();
        for (Judged judged : counted()) {
            if (!judged.published().isTraining()) {
                Optional<Double> measured = component.measured(judged.published());
                Optional<Double> predicted =
                        component.predicted(judged.published(), judged.prediction());
                if (measured.filter(value -> value > 0).isPresent() && predicted.isPresent()) {
                    pairs.put(judged.published(), new double[] {measured.get(), predicted.get()});
                }
            }
        }
        return pairs;
    }

    static Errors relative(Map<PublishedCase, double[]> pairs) {
        return Errors.of(pairs.values().stream().map(pair -> pair[1] / pair[0] - 1).toList());
    }

    double share(Predicate<Judged> of, Predicate<Judged> which) {
        List<Judged> base = counted().stream().filter(of).toList();
        return base.isEmpty() ? 1 : (double) base.stream().filter(which).count() / base.size();
    }

    long count(Predicate<Judged> which) {
        return counted().stream().filter(which).count();
    }
}
