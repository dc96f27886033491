package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import java.util.List;
import java.util.stream.Stream;

/// The numbers of a document that are not what their printed arithmetic gives.
public final class Faults {
    private Faults() {}

    public static List<String> of(Json document) {
        return figures(document).map(Faults::fault).filter(fault -> !fault.isEmpty()).toList();
    }

    private static String fault(Json.Figure figure) {
        Derivation how = figure.how();
        return figure.value().equals(how.value())
                ? Arithmetic.fault(how)
                : "%s is written, its arithmetic gives %s".formatted(figure.value(), how);
    }

    private static Stream<Json.Figure> figures(Json json) {
        return switch (json) {
            case Json.Fields fields -> fields.members().values().stream().flatMap(Faults::figures);
            case Json.Items items -> items.values().stream().flatMap(Faults::figures);
            case Json.Figure figure -> Stream.of(figure);
            case Json.Text _, Json.Flag _, Json.Nothing _ -> Stream.empty();
        };
    }
}
