package io.shardfit.adapters.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads one of the words of an enum in either case; an error lists them as the help does.
record WordOption<E extends Enum<E>>(Class<E> words) implements ITypeConverter<E> {
    @Override
    public E convert(String value) {
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not one of %s".formatted(value, list())));
    }

    private String list() {
        return Arrays.stream(words.getEnumConstants())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }
}
