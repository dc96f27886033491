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
import java.math.BigDecimal;

/// The evidence of a finding: the components of its record, named as they are there. What is taken
/// over from another number of the document says so, to lead to that one's arithmetic.
final class Evidence {
    private final Finding finding;
    private final Json.Fields numbers;

    private Evidence(Finding finding, Json.Fields numbers) {
        this.finding = finding;
        this.numbers = numbers;
    }

    /// @param numbers of the document
    static Json of(Finding finding, Json.Fields numbers) {
        return new Evidence(finding, numbers).document();
    }

    private Json document() {
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
                                        "need",
                                        need,
                                        "what is needed",
                                        origin("memory.", "need", need)),
                                Derivation.term(
                                        "capacity",
                                        capacity,
                                        "what there is",
                                        origin("memory.", "capacity", capacity))));
    }

    private Json value(RecordComponent component) {
        String name = component.getName();
        return switch (read(component)) {
            case Integer number ->
                    Json.figure(
                            number, () -> Derivation.given(number, "", name, count(name, number)));
            case ByteSize size -> bytes(name, size);
            case Estimate estimate ->
                    Json.fields()
                            .with("low", bytes(name, estimate.low()))
                            .with("expected", bytes(name, estimate.expected()))
                            .with("high", bytes(name, estimate.high()))
                            .build();
            case ParameterCount count ->
                    Json.figure(
                            count.count(),
                            () ->
                                    Derivation.given(
                                            count.count(),
                                            "parameters",
                                            name,
                                            origin("model.parameters.", name, count.count())));
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

    private Json bytes(String name, ByteSize size) {
        return Json.figure(
                size.bytes(),
                () ->
                        Derivation.given(
                                size.bytes(),
                                "bytes",
                                name,
                                origin("memory.", name, size.bytes())));
    }

    private String itself(String name) {
        return finding.code() + "." + name;
    }

    /// No two numbers of bytes in one plan's memory are the same by chance, nor of parameters.
    ///
    /// @param part of the document in which it may lie
    private String origin(String part, String name, long value) {
        Explanation document = new Explanation(numbers);
        return document.numbers().stream()
                .filter(path -> value != 0 && path.startsWith(part))
                .filter(path -> isAt(document, path, value))
                .findFirst()
                .orElse(itself(name));
    }

    private String count(String name, int number) {
        String path = "gpus." + name;
        return isAt(new Explanation(numbers), path, number) ? path : itself(name);
    }

    private static boolean isAt(Explanation document, String path, long value) {
        return document.number(path)
                .filter(figure -> figure.value().compareTo(BigDecimal.valueOf(value)) == 0)
                .isPresent();
    }

    private Object read(RecordComponent component) {
        try {
            return component.getAccessor().invoke(finding);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's accessor is public", impossible);
        }
    }
}
