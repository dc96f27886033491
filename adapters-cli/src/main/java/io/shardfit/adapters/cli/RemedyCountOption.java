package io.shardfit.adapters.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How many remedies to show: a whole number, or `none`, which is 0.
final class RemedyCountOption implements ITypeConverter<Integer> {
    static final int MOST = 100;

    @Override
    public Integer convert(String value) {
        if (value.equals("none")) {
            return 0;
        }
        if (value.matches("[1-9][0-9]{0,2}") && Integer.parseInt(value) <= MOST) {
            return Integer.valueOf(value);
        }
        throw new TypeConversionException(
                "expected a number from 1 to %d, or none, got \"%s\"".formatted(MOST, value));
    }
}
