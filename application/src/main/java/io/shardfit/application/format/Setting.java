package io.shardfit.application.format;

import java.util.Optional;

/// A key of a plan and what it is to be set to, as it is written in YAML.
///
/// @param key path such as `workload.training.microBatch`
/// @param value empty to leave the key out
/// @param usual whether a file without the key says the same
public record Setting(String key, Optional<String> value, boolean usual) {
    static Setting leftOut(String key) {
        return new Setting(key, Optional.empty(), true);
    }

    @Override
    public String toString() {
        return key + ": " + value.orElse("left out");
    }
}
