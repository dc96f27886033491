package io.shardfit.adapters.cli;

import io.shardfit.application.format.Amounts;
import io.shardfit.domain.quantity.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a percentage as plans write it, so with its sign: a bare 0.08 could mean 8 % as well.
class PercentOption implements ITypeConverter<Share> {
    private final Share most;

    PercentOption() {
        this(new Share(1));
    }

    PercentOption(Share most) {
        this.most = most;
    }

    @Override
    public final Share convert(String value) {
        return Amounts.percent(value)
                .filter(share -> share.fraction() <= most.fraction())
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not a percentage from 0%% to %s with its sign, such as 8%%"
                                        .formatted(value, most.percent(0).replace(" ", ""))));
    }
}
