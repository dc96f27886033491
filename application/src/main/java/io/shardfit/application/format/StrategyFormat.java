package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `strategy` of a plan: a shorthand such as `EP16_TP1_PP1_DP4`, or a mapping.
final class StrategyFormat {
    private static final String EXPECTED =
            "expected a shorthand such as EP16_TP1_PP1_DP4 (TP, PP, DP, EP, CP, ETP, VP, each once),"
                    + " or a mapping";
    private static final List<String> SHORT = List.of("TP", "PP", "DP", "EP", "CP", "ETP", "VP");
    private static final List<String> STAGES = List.of("PP", "VP");
    private static final Pattern DEGREE = Pattern.compile("([A-Z]{2,3})([1-9][0-9]{0,5})");
    private static final int MOST_RANKS = 65_536;

    /// Every stage is a part of the answer, so their number bounds its length.
    private static final int MOST_STAGES = 1_024;

    private final Problems problems;
    private final Fields root;
    private final Convention convention;
    private final boolean experts;

    /// @param experts whether the model has experts, without which their tensor parallelism is moot
    StrategyFormat(Problems problems, Fields root, Convention convention, boolean experts) {
        this.experts = experts;
        this.problems = problems;
        this.root = root;
        this.convention = convention;
    }

    Optional<ParallelStrategy> read() {
        Optional<SourceNode> node = root.node("strategy");
        if (node.isEmpty()) {
            root.error("strategy", "is missing", EXPECTED);
            return Optional.empty();
        }
        Optional<ParallelStrategy> strategy =
                switch (node.orElseThrow()) {
                    case Scalar scalar -> shorthand(scalar);
                    case Mapping mapping -> Optional.of(keys(mapping));
                    case SourceNode.Sequence list -> refused("is " + list.kind());
                };
        return strategy.filter(this::isCountable);
    }

    private boolean isCountable(ParallelStrategy strategy) {
        try {
            return convention.groups(strategy).worldSize() > 0;
        } catch (ArithmeticException overflow) {
            root.error(
                    "strategy",
                    "multiplies to more than %d GPUs".formatted(Integer.MAX_VALUE),
                    "check the degrees");
            return false;
        }
    }

    private Optional<ParallelStrategy> refused(String problem) {
        root.error("strategy", problem, EXPECTED);
        return Optional.empty();
    }

    private Optional<ParallelStrategy> shorthand(Scalar scalar) {
        Map<String, Integer> degrees = new LinkedHashMap<>();
        for (String word : scalar.text().split("_", -1)) {
            Matcher matcher = DEGREE.matcher(word);
            if (!matcher.matches() || !SHORT.contains(matcher.group(1))) {
                return refused(
                        "has \"%s\"".formatted(word.length() > 40 ? word.substring(0, 40) : word));
            }
            int most = STAGES.contains(matcher.group(1)) ? MOST_STAGES : MOST_RANKS;
            if (Integer.parseInt(matcher.group(2)) > most) {
                return refused("has %s, more than %d".formatted(word, most));
            }
            if (degrees.put(matcher.group(1), Integer.parseInt(matcher.group(2))) != null) {
                return refused("names " + matcher.group(1) + " twice");
            }
        }
        int tensor = degrees.getOrDefault("TP", 1);
        if (!degrees.containsKey("ETP")) {
            assumeExpertTensor(tensor);
        }
        if (tensor > 1) {
            assumeSequenceParallel();
        }
        return Optional.of(
                new ParallelStrategy(
                        tensor,
                        degrees.getOrDefault("PP", 1),
                        degrees.getOrDefault("DP", 1),
                        degrees.getOrDefault("EP", 1),
                        degrees.getOrDefault("CP", 1),
                        degrees.getOrDefault("ETP", convention.defaultExpertTensor(tensor)),
                        true,
                        degrees.getOrDefault("VP", 1)));
    }

    private void assumeExpertTensor(int tensor) {
        if (experts && tensor > 1) {
            problems.assume(
                    "strategy.expertTensorParallel",
                    convention.defaultExpertTensor(tensor),
                    "equals tensor parallel in " + convention.name());
        }
    }

    private void assumeSequenceParallel() {
        problems.assume(
                "strategy.sequenceParallel",
                true,
                "usual with tensor parallelism; write the mapping form to turn it off");
    }

    private ParallelStrategy keys(Mapping mapping) {
        Fields fields = new Fields(problems, "strategy", mapping);
        int tensor = degree(fields, "tensorParallel", 1);
        int pipeline = stages(fields, "pipelineParallel");
        int data = degree(fields, "dataParallel", 1);
        int expert = degree(fields, "expertParallel", 1);
        int context = degree(fields, "contextParallel", 1);
        if (!fields.has("expertTensorParallel")) {
            assumeExpertTensor(tensor);
        }
        int expertTensor =
                degree(fields, "expertTensorParallel", convention.defaultExpertTensor(tensor));
        if (tensor > 1 && !fields.has("sequenceParallel")) {
            assumeSequenceParallel();
        }
        boolean sequence =
                fields.present("sequenceParallel", "true or false", Fields::flag).orElse(true);
        int virtual = stages(fields, "virtualPipelineStages");
        fields.close();
        return new ParallelStrategy(
                tensor, pipeline, data, expert, context, expertTensor, sequence, virtual);
    }

    private static int degree(Fields fields, String key, int fallback) {
        return fields.countIfPresent(key, MOST_RANKS).orElse(fallback);
    }

    private static int stages(Fields fields, String key) {
        return fields.countIfPresent(key, MOST_STAGES).orElse(1);
    }
}
