package io.shardfit.application.document;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.MemoryFinding;
import io.shardfit.domain.workload.TrainingPrecision;
import java.lang.reflect.RecordComponent;
import java.util.function.Supplier;

/// The evidence of a finding: the components of its record, named as they are there. What is taken
/// over from another number of the document says so, to lead to that one's arithmetic.
final class Evidence {
    private final Finding finding;
    private final Supplier<Explanation> document;

    private Evidence(Finding finding, Supplier<Explanation> document) {
        this.finding = finding;
        this.document = document;
    }

    /// @param document all other members; asked for only by who asks for arithmetic
    static Json of(Finding finding, Supplier<Explanation> document) {
        return new Evidence(finding, document).members();
    }

    private Json members() {
        Json.Builder fields = Json.fields();
        for (RecordComponent component : finding.getClass().getRecordComponents()) {
            if (!component.getName().equals("keys")) {
                fields.with(component.getName(), value(component));
            }
        }
        if (finding instanceof MemoryFinding.Excess excess) {
            fields.with("over", over(excess));
        }
        return fields.build();
    }

    private Json over(MemoryFinding.Excess excess) {
        long need = excess.need().bytes();
        long capacity = excess.capacity().bytes();
        return Json.figure(
                excess.over().bytes(),
                () ->
                        Derivation.of(
                                need - capacity,
                                "bytes",
                                "need - capacity",
                                finding.code(),
                                Derivation.term(
                                        "need", need, "what is needed", origin("need", need)),
                                Derivation.term(
                                        "capacity",
                                        capacity,
                                        "what there is",
                                        origin("capacity", capacity))));
    }

    private Json value(RecordComponent component) {
        String name = component.getName();
        return switch (read(component)) {
            case Integer number ->
                    Json.figure(
                            number, () -> Derivation.given(number, "", name, origin(name, number)));
            case ByteSize size -> bytes(name, "", size);
            case Estimate estimate ->
                    Json.fields()
                            .with("low", bytes(name, ".low", estimate.low()))
                            .with("expected", bytes(name, ".expected", estimate.expected()))
                            .with("high", bytes(name, ".high", estimate.high()))
                            .build();
            case ParameterCount count ->
                    Json.figure(
                            count.count(),
                            () ->
                                    Derivation.given(
                                            count.count(),
                                            "parameters",
                                            name,
                                            origin(name, count.count())));
            case Share share ->
                    Json.figure(
                            Derivation.of(
                                    share.fraction(),
                                    "share",
                                    "given",
                                    itself(name),
                                    Derivation.term(
                                            "given", share.fraction(), name, itself(name))));
            case Precision precision -> Json.text(precision.word());
            case TrainingPrecision precision -> Json.text(precision.word());
            case Object other -> Json.text(other.toString());
        };
    }

    /// @param end of an estimate, empty for a number of its own
    private Json bytes(String name, String end, ByteSize size) {
        return Json.figure(
                size.bytes(),
                () ->
                        Derivation.given(
                                size.bytes(), "bytes", name, origin(name + end, size.bytes())));
    }

    private String itself(String name) {
        return finding.code() + "." + name;
    }

    private String origin(String component, long value) {
        return EvidenceOrigins.of(finding, component, document.get())
                .filter(path -> EvidenceOrigins.isAt(document.get(), path, value))
                .orElse(itself(component));
    }

    private Object read(RecordComponent component) {
        try {
            return component.getAccessor().invoke(finding);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's accessor is public", impossible);
        }
    }
}
