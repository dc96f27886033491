package io.shardfit.application.readmodel;

import io.shardfit.domain.verdict.Readiness;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many deployments had which verdict when a day ended (UTC), under their plans' own margins.
///
/// @param deployments by verdict; none is left out
public record ReadinessTotal(LocalDate day, SortedMap<Readiness, Long> deployments) {
    public ReadinessTotal {
        deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
    }

    public static ReadinessTotal of(LocalDate day, Map<Readiness, Long> counted) {
        SortedMap<Readiness, Long> all = new TreeMap<>(counted);
        for (Readiness result : Readiness.values()) {
            all.putIfAbsent(result, 0L);
        }
        return new ReadinessTotal(day, all);
    }
}
