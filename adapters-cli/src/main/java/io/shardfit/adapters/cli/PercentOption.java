package io.shardfit.adapters.cli;

import io.shardfit.domain.quantity.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a percentage, with or without its sign.
final class PercentOption implements ITypeConverter<Share> {
    @Override
    public Share convert(String value) {
        String digits =
                value.endsWith("%") ? value.substring(0, value.length() - 1).strip() : value;
        if (!digits.matches("[0-9]{1,3}(\\.[0-9]{1,6})?") || Double.parseDouble(digits) > 100) {
            throw new TypeConversionException(
                    "'%s' is not a percentage from 0 to 100".formatted(value));
        }
        return new Share(Double.parseDouble(digits) / 100);
    }
}
