package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Zipf;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// `workload.routing`: how unevenly tokens reach the experts.
final class RoutingFormat {
    private static final String EXPECTED =
            "expected `uniform`, or one of maxOverMean, zipf and histogram in a mapping";
    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

    private final Problems problems;
    private final Fields workload;

    RoutingFormat(Problems problems, Fields workload) {
        this.problems = problems;
        this.workload = workload;
    }

    Routing read() {
        Optional<SourceNode> node = workload.node("routing");
        if (node.isEmpty()) {
            return Routing.UNIFORM;
        }
        if (node.get() instanceof Scalar scalar) {
            if (!scalar.text().equals("uniform")) {
                workload.error("routing", "is " + scalar.kind(), EXPECTED);
            }
            return Routing.UNIFORM;
        }
        return workload.childIfPresent("routing").map(this::skew).orElse(Routing.UNIFORM);
    }

    private Routing skew(Fields fields) {
        Optional<Routing> factor =
                fields.present(
                                "maxOverMean",
                                "a number from 1 to 10000, such as 1.3",
                                text -> decimal(text, BigDecimal.ONE))
                        .map(MaxOverMean::new);
        Optional<Routing> zipf =
                fields.present(
                                "zipf",
                                "a number from 0 to 10000, such as 0.8",
                                text -> decimal(text, BigDecimal.ZERO))
                        .map(Zipf::new);
        List<Long> tokens = fields.list("histogram", "tokens per expert", RoutingFormat::tokens);
        fields.close();
        int given =
                (fields.has("maxOverMean") ? 1 : 0)
                        + (fields.has("zipf") ? 1 : 0)
                        + (fields.has("histogram") ? 1 : 0);
        if (given != 1 && problems.none()) {
            workload.error("routing", "holds %d of its keys".formatted(given), EXPECTED);
        }
        if (!tokens.isEmpty() && tokens.stream().noneMatch(count -> count > 0)) {
            fields.error("histogram", "holds zeros alone", "expected tokens per expert");
        }
        if (!tokens.isEmpty()) {
            return new Histogram(tokens, "workload.routing.histogram");
        }
        return factor.or(() -> zipf).orElse(Routing.UNIFORM);
    }

    private static Optional<Ratio> decimal(String text, BigDecimal least) {
        return Amounts.number(text)
                .filter(number -> number.compareTo(least) >= 0 && number.compareTo(MOST) <= 0)
                .filter(number -> number.stripTrailingZeros().scale() <= 9)
                .map(number -> Ratio.of(number.movePointRight(9).longValueExact(), 1_000_000_000L));
    }

    private static Optional<Long> tokens(String text) {
        return Amounts.number(text)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.precision() - number.scale() <= 15)
                .map(BigDecimal::longValueExact);
    }
}
