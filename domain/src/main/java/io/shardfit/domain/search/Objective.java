package io.shardfit.domain.search;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What the best candidate is best in. Whatever the objective, READY comes before TIGHT and what
/// the plan asks for before concessions. Times are told apart by bands, because the time model is
/// far less sure than that. Ties go to the shorter step, the fewer keys, the smaller degrees, the
/// larger margin, then to the shorter step inside the band, the fewer GPUs, and to what the search
/// meets first: the smaller TP, CP, PP, chunks, EP, expert TP, ZeRO stage, micro-batch and
/// recomputation.
public enum Objective {
    /// The largest part of the memory budget left.
    MARGIN,
    /// The fewest GPUs.
    GPUS,
    /// The shortest step.
    STEP_TIME,
    /// The most tokens per second and GPU.
    THROUGHPUT,
    /// The least work of the busiest rank over the mean.
    BALANCE;

    /// {@return the order, best first; equals stay in the order in which they were met}
    public Comparator<Candidate> order() {
        return Comparator.comparing(Candidate::readiness)
                .thenComparingInt(Candidate::concessions)
                .thenComparing(own())
                .thenComparingDouble(Candidate::band)
                .thenComparingInt(Candidate::keys)
                .thenComparingLong(Candidate::ways)
                .thenComparing(candidate -> candidate.use().high())
                .thenComparingDouble(Candidate::seconds)
                .thenComparingInt(Candidate::gpus);
    }

    /// A step of any candidate works on as many tokens, so GPU seconds of a step are those of a
    /// token.
    private Comparator<Candidate> own() {
        return switch (this) {
            case MARGIN -> Comparator.comparing(candidate -> candidate.use().high());
            case GPUS -> Comparator.comparingInt(Candidate::gpus);
            case STEP_TIME -> Comparator.comparingDouble(Candidate::band);
            case THROUGHPUT -> Comparator.comparingDouble(Candidate::gpuBand);
            case BALANCE -> Comparator.comparing(Candidate::busiest);
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return List.of(values()).stream().map(Objective::word).toList();
    }
}
