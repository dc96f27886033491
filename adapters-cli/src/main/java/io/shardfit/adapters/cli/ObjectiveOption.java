package io.shardfit.adapters.cli;

import io.shardfit.domain.search.Objective;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads what the best strategy is best in.
final class ObjectiveOption implements ITypeConverter<Objective> {
    @Override
    public Objective convert(String value) {
        return Arrays.stream(Objective.values())
                .filter(objective -> objective.word().equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not an objective; there are %s"
                                        .formatted(value, String.join(", ", Objective.words()))));
    }
}
