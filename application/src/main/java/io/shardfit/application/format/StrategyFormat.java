package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.domain.strategy.ContextSplit;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DataSplit;
import io.shardfit.domain.strategy.DeclaredPlacement;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.ExpertSplit;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TensorSplit;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `strategy` of a plan: a shorthand such as `EP16_TP1_PP1_DP4`, or a mapping.
final class StrategyFormat {
    private static final String EXPECTED =
            "expected a shorthand such as EP16_TP1_PP1_DP4 (TP, PP, DP, EP, CP, ETP, VP, RDP, ADP, PCP,"
                    + " DCP, RE, each once), or a mapping";
    private static final List<String> SHORT =
            List.of("TP", "PP", "DP", "EP", "CP", "ETP", "VP", "RDP", "ADP", "PCP", "DCP", "RE");
    private static final List<String> STAGES = List.of("PP", "VP");
    private static final Pattern DEGREE = Pattern.compile("([A-Z]{2,3})([1-9][0-9]{0,5})");
    private static final int MOST_RANKS = 65_536;

    /// Every stage is a part of the answer, so their number bounds its length.
    static final int MOST_STAGES = 1_024;

    private final Problems problems;
    private final Fields root;
    private final Convention convention;
    private final int experts;

    /// @param experts routed experts of a layer; 0 for a model without, whose expert tensor
    ///   parallelism is moot
    StrategyFormat(Problems problems, Fields root, Convention convention, int experts) {
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
        ParallelStrategy strategy =
                ParallelStrategy.single()
                        .withTensor(degrees.getOrDefault("TP", 1))
                        .withPipeline(degrees.getOrDefault("PP", 1))
                        .withVirtualStages(degrees.getOrDefault("VP", 1))
                        .withData(degrees.getOrDefault("DP", 1))
                        .withDataReplicate(degrees.getOrDefault("RDP", 1))
                        .withAttentionData(degrees.getOrDefault("ADP", 1))
                        .withContext(degrees.getOrDefault("CP", 1))
                        .withPrefillContext(degrees.getOrDefault("PCP", 1))
                        .withDecodeContext(degrees.getOrDefault("DCP", 1))
                        .withExpert(degrees.getOrDefault("EP", 1))
                        .withRedundantExperts(degrees.getOrDefault("RE", 0));
        Integer expertTensor = degrees.get("ETP");
        return Optional.of(
                assumed(
                        expertTensor == null ? strategy : strategy.withExpertTensor(expertTensor),
                        false));
    }

    /// {@return the strategy, with what it leaves open noted}
    ///
    /// @param sequence whether the file says how norms and residuals are split
    private ParallelStrategy assumed(ParallelStrategy strategy, boolean sequence) {
        boolean split = experts > 0 && strategy.tensor() > 1;
        if (split && strategy.expertSplit().tensor().isEmpty()) {
            problems.assume(
                    "strategy.expertTensorParallel",
                    expertTensor(strategy),
                    "follows from the other degrees in " + convention.name());
        }
        if (!sequence && strategy.tensor() > 1 && splitsNorms()) {
            problems.assume(
                    "strategy.sequenceParallel",
                    true,
                    "usual with tensor parallelism; write the mapping form to turn it off");
        }
        return strategy;
    }

    /// Engines that serve have no such switch.
    private boolean splitsNorms() {
        return switch (convention) {
            case VLlm _, SgLang _, TensorRtLlm _ -> false;
            case Multiplicative _, MegatronCore _, DeepSpeed _, TorchTitan _ -> true;
        };
    }

    private int expertTensor(ParallelStrategy strategy) {
        try {
            return convention.groups(strategy).expertTensor();
        } catch (ArithmeticException overflow) {
            return strategy.tensor(); // the product itself is refused
        }
    }

    /// Lists that are longer than the experts say how many slots are redundant.
    private ParallelStrategy placed(ParallelStrategy strategy, DeclaredPlacement placement) {
        ParallelStrategy counted = strategy.withRedundantExperts(placement.slots() - experts);
        return counted.with(counted.expertSplit().withPlacement(placement));
    }

    private int expertRanks(ParallelStrategy strategy) {
        try {
            return convention.groups(strategy).expert();
        } catch (ArithmeticException overflow) {
            return strategy.expert(); // the product itself is refused
        }
    }

    private ParallelStrategy keys(Mapping mapping) {
        Fields fields = new Fields(problems, "strategy", mapping);
        ParallelStrategy strategy =
                new ParallelStrategy(
                        new TensorSplit(
                                degree(fields, "tensorParallel"),
                                fields.present("sequenceParallel", "true or false", Fields::flag)
                                        .orElse(true)),
                        new PipelineFormat(fields).read(),
                        new DataSplit(
                                degree(fields, "dataParallel"),
                                degree(fields, "dataParallelReplicate"),
                                degree(fields, "attentionDataParallel")),
                        new ContextSplit(
                                degree(fields, "contextParallel"),
                                degree(fields, "prefillContextParallel"),
                                degree(fields, "decodeContextParallel")),
                        new ExpertSplit(
                                degree(fields, "expertParallel"),
                                fields.countIfPresent("expertTensorParallel", MOST_RANKS)
                                        .map(OptionalInt::of)
                                        .orElse(OptionalInt.empty()),
                                fields.countFromZeroIfPresent("redundantExperts", MOST_RANKS)
                                        .orElse(0)));
        boolean sequence = fields.has("sequenceParallel");
        Optional<DeclaredPlacement> placement =
                new PlacementFormat(problems, fields, experts)
                        .read(expertRanks(strategy), strategy.expertSplit().redundant());
        fields.close();
        return assumed(placement.map(known -> placed(strategy, known)).orElse(strategy), sequence);
    }

    private static int degree(Fields fields, String key) {
        return fields.countIfPresent(key, MOST_RANKS).orElse(1);
    }
}
