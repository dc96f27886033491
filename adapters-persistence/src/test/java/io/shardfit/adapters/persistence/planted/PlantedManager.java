package io.shardfit.adapters.persistence.planted;

import org.flywaydb.core.Flyway;

/// Breaks the rules on purpose.
public final class PlantedManager {
    private final Class<?> framework = Flyway.class;

    Class<?> framework() {
        return framework;
    }
}
