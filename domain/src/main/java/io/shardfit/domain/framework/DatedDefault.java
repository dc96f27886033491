package io.shardfit.domain.framework;

import java.math.BigDecimal;
import java.util.function.Predicate;

/// A default of a framework from one release on, where circumstances allow.
///
/// @param since first release with this value
/// @param when circumstances under which it holds
/// @param source repository, commit and file
record DatedDefault(
        Setting setting,
        Version since,
        Predicate<Circumstances> when,
        BigDecimal value,
        String source) {

    static DatedDefault always(Setting setting, String since, String value, String source) {
        return when(setting, since, _ -> true, value, source);
    }

    static DatedDefault when(
            Setting setting,
            String since,
            Predicate<Circumstances> when,
            String value,
            String source) {
        return new DatedDefault(setting, Version.known(since), when, new BigDecimal(value), source);
    }
}
