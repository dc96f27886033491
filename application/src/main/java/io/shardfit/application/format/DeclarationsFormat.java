package io.shardfit.application.format;

import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.ParameterCount;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a plan states beside the facts: `model.declaredParameters` and `declared`.
final class DeclarationsFormat {
    private final Fields root;
    private final Fields model;

    DeclarationsFormat(Fields root, Fields model) {
        this.root = root;
        this.model = model;
    }

    Declarations read() {
        @Nullable ParameterCount parameters =
                model.present(
                                "declaredParameters",
                                "a whole number such as 30e9",
                                DeclarationsFormat::parameters)
                        .orElse(null);
        return new Declarations(
                parameters, root.childIfPresent("declared").flatMap(this::memory).orElse(null));
    }

    static Optional<ParameterCount> parameters(String text) {
        return parametersOrNone(text).filter(count -> count.count() > 0);
    }

    static Optional<ParameterCount> parametersOrNone(String text) {
        return Amounts.number(text)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0)
                .map(number -> ParameterCount.of(number.longValueExact()));
    }

    private Optional<DeclaredMemory> memory(Fields declared) {
        Optional<DeclaredMemory> memory =
                declared.present(
                        "memoryPerGpu",
                        "an amount with its unit, such as 114.53 GB or 106.66 GiB ("
                                + String.join(", ", ByteUnit.symbols())
                                + ")",
                        text ->
                                Amounts.bytes(text)
                                        .filter(bytes -> bytes.bytes() > 0)
                                        .map(bytes -> new DeclaredMemory(bytes, text)));
        declared.close();
        return memory;
    }
}
