package io.shardfit.adapters.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of things that there may be: 1 to 65,536, as many ranks as a plan may have.
final class CountOption implements ITypeConverter<Integer> {
    private static final int MOST = 65_536;

    @Override
    public Integer convert(String value) {
        if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > MOST) {
            throw new TypeConversionException(
                    "'%s' is not a whole number from 1 to %d".formatted(value, MOST));
        }
        return Integer.valueOf(value);
    }
}
