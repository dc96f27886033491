package io.shardfit.adapters.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A name that goes into an address; the server says which names there are.
final class NameOption implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException("a name is not blank");
        }
        return value;
    }
}
