package io.shardfit.domain.framework;

import io.shardfit.domain.strategy.Convention;
import java.util.Optional;

/// The framework that runs the job: what its degrees mean, and which release it is.
///
/// @param version empty when the plan names none, or none that can be compared
/// @param transformerEngine NVIDIA's Transformer Engine under it, where the plan says
public record Framework(
        Convention convention, Optional<Version> version, Optional<Version> transformerEngine) {

    /// {@return the framework in whatever release}
    public static Framework of(Convention convention) {
        return new Framework(convention, Optional.empty(), Optional.empty());
    }

    public Framework withVersion(Version release) {
        return new Framework(convention, Optional.of(release), transformerEngine);
    }

    /// {@return whether the plan names a release before `release`; without a name it is the newest}
    public boolean isBefore(String release) {
        return version.isPresent() && version.get().isBefore(Version.known(release));
    }
}
