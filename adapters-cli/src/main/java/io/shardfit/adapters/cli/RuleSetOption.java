package io.shardfit.adapters.cli;

import io.shardfit.domain.verdict.RuleSet;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the number of a rule-set.
final class RuleSetOption implements ITypeConverter<RuleSet> {
    @Override
    public RuleSet convert(String value) {
        return Arrays.stream(RuleSet.values())
                .filter(ruleSet -> Integer.toString(ruleSet.number()).equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not a rule-set; there are %s"
                                        .formatted(value, numbers())));
    }

    private static String numbers() {
        return Arrays.stream(RuleSet.values())
                .map(ruleSet -> Integer.toString(ruleSet.number()))
                .collect(Collectors.joining(", "));
    }
}
