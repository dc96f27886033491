package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Zipf;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `workload.routing`: how unevenly tokens reach the experts.
final class RoutingFormat {
    private static final String KEY = "routing";
    private static final String EXPECTED =
            "expected `uniform`, `balanced`, or one of maxOverMean, zipf and histogram in a mapping";
    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);
    private static final int DIGITS = 9;

    private final Problems problems;
    private final Fields workload;
    private final Optional<ModelArchitecture> model;

    /// @param model the model, where it could be read
    RoutingFormat(Problems problems, Fields workload, Optional<ModelArchitecture> model) {
        this.problems = problems;
        this.workload = workload;
        this.model = model;
    }

    Routing read() {
        Optional<Experts> experts = model.flatMap(ModelArchitecture::experts);
        workload.onlyWith(KEY, model.isEmpty() || experts.isPresent(), WorkloadFormat.EXPERTS);
        Optional<SourceNode> node = workload.node(KEY);
        if (node.isEmpty()) {
            experts.ifPresent(_ -> assumed());
            return Routing.UNIFORM;
        }
        return switch (node.orElseThrow()) {
            case Scalar scalar when scalar.text().equals("uniform") -> Routing.UNIFORM;
            case Scalar scalar when scalar.text().equals("balanced") -> Routing.BALANCED;
            case Scalar scalar -> refused("is " + scalar.kind());
            case SourceNode.Sequence list -> refused("is " + list.kind());
            case SourceNode.Mapping _ ->
                    workload.childIfPresent(KEY).map(own -> skew(own, experts)).orElseThrow();
        };
    }

    private void assumed() {
        problems.assume(
                workload.pathOf(KEY), "uniform", "every expert gets as many tokens unless told");
    }

    private Routing refused(String problem) {
        workload.error(KEY, problem, EXPECTED);
        return Routing.UNIFORM;
    }

    private Routing skew(Fields fields, Optional<Experts> experts) {
        int before = problems.count();
        Optional<Routing> factor =
                fields.present(
                                "maxOverMean",
                                "a number from 1 to 10000, such as 1.3",
                                text -> decimal(text).filter(RoutingFormat::isAtLeastOne))
                        .map(MaxOverMean::new);
        Optional<Routing> zipf =
                fields.present(
                                "zipf",
                                "a number from 0 to 10000, such as 0.8",
                                RoutingFormat::decimal)
                        .map(Zipf::new);
        Optional<Routing> histogram = histogram(fields, experts);
        fields.close();
        long given = Stream.of("maxOverMean", "zipf", "histogram").filter(fields::has).count();
        if (given != 1 && problems.count() == before) {
            return refused(given == 0 ? "is empty" : "holds %d of its keys".formatted(given));
        }
        return factor.or(() -> zipf).or(() -> histogram).orElse(Routing.UNIFORM);
    }

    private Optional<Routing> histogram(Fields fields, Optional<Experts> experts) {
        int before = problems.count();
        List<Long> tokens =
                fields.list("histogram", "whole numbers of tokens", RoutingFormat::tokens);
        if (tokens.isEmpty() || problems.count() > before) {
            return Optional.empty();
        }
        int expected = experts.map(Experts::count).orElse(tokens.size());
        if (tokens.size() != expected) {
            fields.error(
                    "histogram",
                    "has %d numbers for %d experts".formatted(tokens.size(), expected),
                    "expected the tokens of every expert");
        }
        if (tokens.stream().noneMatch(count -> count > 0)) {
            fields.error("histogram", "holds zeros alone", "expected tokens per expert");
        }
        return Optional.of(new Histogram(tokens, fields.pathOf("histogram")));
    }

    private static boolean isAtLeastOne(Ratio ratio) {
        return ratio.numerator() >= ratio.denominator();
    }

    /// {@return a number from 0 to 10000 with at most nine decimal places}
    static Optional<Ratio> decimal(String text) {
        return Amounts.number(text)
                .filter(number -> number.compareTo(MOST) <= 0)
                .filter(number -> number.stripTrailingZeros().scale() <= DIGITS)
                .map(number ->
                        Ratio.of(
                                number.movePointRight(DIGITS).longValueExact(),
                                BigDecimal.TEN.pow(DIGITS).longValueExact()));
    }

    private static Optional<Long> tokens(String text) {
        return Amounts.number(text)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.precision() - number.scale() <= 15)
                .map(BigDecimal::longValueExact);
    }
}
