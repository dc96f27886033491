package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.CatalogueFormat.NamedGpu;
import io.shardfit.application.format.ModelEntry;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.ParameterBreakdown;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.quantity.Derivation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Entries of the catalogue as JSON. A figure that nobody published is missing, never guessed.
final class CatalogueDocument {
    private CatalogueDocument() {}

    /// Of a model whose structure plans cannot describe, no parameters are counted.
    static Json of(ModelEntry entry) {
        ModelArchitecture model = entry.model();
        Json.Builder fields =
                named(entry.names())
                        .with("layers", given(model.layers(), "layers", entry.source()))
                        .with("hiddenSize", given(model.hiddenSize(), "", entry.source()));
        model.experts()
                .map(Experts::count)
                .ifPresent(count -> fields.with("experts", given(count, "", entry.source())));
        Optional<String> notModelled = model.additions().notModelled();
        if (notModelled.isEmpty()) {
            ParameterBreakdown parameters = model.parameters();
            fields.with("parameters", given(parameters.total().count(), "", entry.source()))
                    .with(
                            "activeParameters",
                            given(parameters.active().count(), "", entry.source()));
        }
        notModelled.ifPresent(why -> fields.with("notModelled", why));
        return fields.with("source", entry.source()).build();
    }

    static Json of(NamedGpu named) {
        Gpu gpu = named.gpu();
        Json.Builder fields = named(named.names()).with("vendor", named.vendor());
        figure(fields, "marketedBytes", gpu.memory().marketed(), size -> (double) size.bytes());
        figure(fields, "deviceBytes", gpu.memory().device(), size -> (double) size.bytes());
        figure(fields, "usableBytes", gpu.memory().usable(), size -> (double) size.bytes());
        figure(fields, "memoryBytesPerSecond", gpu.memoryRate(), rate -> rate.perSecond());
        figure(fields, "linkBytesPerSecond", gpu.link(), rate -> rate.perSecond());
        Json.Builder peak = Json.fields();
        gpu.peak().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        figure(
                                peak,
                                entry.getKey().word(),
                                entry.getValue(),
                                rate -> rate.perSecond()));
        fields.with("denseFlopsPerSecond", peak.build());
        if (!named.notes().isEmpty()) {
            fields.with("notes", named.notes());
        }
        return fields.build();
    }

    private static Json.Builder named(List<String> names) {
        return Json.fields()
                .with("name", names.getFirst())
                .with(
                        "aliases",
                        Json.items(
                                names.subList(1, names.size()).stream().map(Json::text).toList()));
    }

    private static <T> void figure(
            Json.Builder fields, String key, Figure<T> figure, ToDoubleFunction<T> amount) {
        if (figure instanceof Figure.Known<T>(T known, String source)) {
            double value = amount.applyAsDouble(known);
            fields.with(
                    key,
                    Json.fields()
                            .with(
                                    "value",
                                    Json.figure(
                                            Derivation.of(
                                                    value,
                                                    "",
                                                    "given",
                                                    source,
                                                    Derivation.term("given", value, key, source))))
                            .with("source", source)
                            .build());
        }
    }

    private static Json given(long value, String unit, String source) {
        return Json.given(value, unit, "catalogue", source);
    }
}
