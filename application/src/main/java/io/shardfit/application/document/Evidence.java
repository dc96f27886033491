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

/// The evidence of a finding: the components of its record, named as they are there.
final class Evidence {
    private Evidence() {}

    static Json of(Finding finding) {
        Json.Builder fields = Json.fields();
        for (RecordComponent component : finding.getClass().getRecordComponents()) {
            if (!component.getName().equals("keys")) {
                fields.with(component.getName(), value(finding, component));
            }
        }
        if (finding instanceof MemoryFinding.Excess excess) {
            fields.with("over", bytes(excess.over(), finding.code()));
        }
        return fields.build();
    }

    private static Json value(Finding finding, RecordComponent component) {
        String origin = finding.code() + "." + component.getName();
        return switch (read(finding, component)) {
            case Integer number -> Json.given(number, "", component.getName(), origin);
            case ByteSize size -> bytes(size, origin);
            case Estimate estimate ->
                    Json.fields()
                            .with("low", bytes(estimate.low(), origin))
                            .with("expected", bytes(estimate.expected(), origin))
                            .with("high", bytes(estimate.high(), origin))
                            .build();
            case ParameterCount count ->
                    Json.given(count.count(), "parameters", component.getName(), origin);
            case Share share ->
                    Json.figure(
                            Derivation.of(
                                    share.fraction(),
                                    "share",
                                    "given",
                                    origin,
                                    Derivation.term(
                                            "given",
                                            share.fraction(),
                                            component.getName(),
                                            origin)));
            case Precision precision -> Json.text(precision.word());
            case TrainingPrecision precision -> Json.text(precision.word());
            case Object other -> Json.text(other.toString());
        };
    }

    private static Json bytes(ByteSize size, String origin) {
        return Json.given(size.bytes(), "bytes", "bytes", origin);
    }

    private static Object read(Finding finding, RecordComponent component) {
        try {
            return component.getAccessor().invoke(finding);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's accessor is public", impossible);
        }
    }
}
