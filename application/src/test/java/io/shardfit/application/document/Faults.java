package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import java.util.List;
import java.util.stream.Stream;

/// The numbers of a document that are not what their printed arithmetic gives.
public final class Faults {
    private Faults() {}

    public static List<String> of(Json document) {
        return derivations(document)
                .map(Arithmetic::fault)
                .filter(fault -> !fault.isEmpty())
                .toList();
    }

    private static Stream<Derivation> derivations(Json json) {
        return switch (json) {
            case Json.Fields fields ->
                    fields.members().values().stream().flatMap(Faults::derivations);
            case Json.Items items -> items.values().stream().flatMap(Faults::derivations);
            case Json.Figure figure -> Stream.of(figure.how());
            case Json.Text _, Json.Flag _, Json.Nothing _ -> Stream.empty();
        };
    }
}
