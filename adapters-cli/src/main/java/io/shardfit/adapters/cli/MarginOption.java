package io.shardfit.adapters.cli;

import io.shardfit.domain.quantity.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a safety margin: the percentages that a plan's `hardware.safetyMargin` may have.
final class MarginOption implements ITypeConverter<Share> {
    @Override
    public Share convert(String value) {
        Share margin = new PercentOption().convert(value);
        if (margin.fraction() > 0.5) {
            throw new TypeConversionException("'%s' is more than 50 %%".formatted(value));
        }
        return margin;
    }
}
