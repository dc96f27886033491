package io.shardfit.application.readmodel;

import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.Standing;
import java.util.List;
import java.util.Optional;

/// A deployment in a list of many.
///
/// @param fileName of its plan
/// @param verdict on its plan under the plan's own margin
/// @param places where approval was ever asked for, by name
public record FleetRow(
        String deployment,
        boolean archived,
        String fileName,
        Digest plan,
        LastChange last,
        Optional<VerdictFacts> verdict,
        List<PlaceRow> places) {
    public FleetRow {
        places = List.copyOf(places);
    }

    /// {@return the row with these places}
    public FleetRow in(List<PlaceRow> found) {
        return new FleetRow(deployment, archived, fileName, plan, last, verdict, found);
    }

    /// How it stands in an environment.
    ///
    /// @param verdict under the environment's margin
    public record PlaceRow(String environment, Standing standing, Optional<VerdictFacts> verdict) {}
}
