package io.shardfit.adapters.web.page;

import io.shardfit.application.deployment.ShowImpact.Change;
import io.shardfit.application.deployment.ShowImpact.Outcome.Impact;
import java.util.List;
import java.util.Optional;

/// What publishing an edition would change, a page of it at a time.
///
/// @param changes of this page
/// @param next where the following page is; empty for the last
public record ImpactView(int number, Impact impact, List<Change> changes, Optional<String> next) {
    private static final int ROWS = 200;

    public ImpactView {
        changes = List.copyOf(changes);
    }

    /// @param after name of the last deployment of the page before
    static ImpactView of(int number, Impact impact, Optional<String> after) {
        List<Change> rest =
                impact.changes().stream()
                        .filter(change ->
                                after.map(name -> change.deployment().compareTo(name) > 0)
                                        .orElse(true))
                        .toList();
        List<Change> page = page(rest);
        return new ImpactView(
                number,
                impact,
                page,
                page.size() < rest.size()
                        ? Optional.of(
                                "/rules/%d/impact?after=%s"
                                        .formatted(
                                                number, Links.encoded(page.getLast().deployment())))
                        : Optional.empty());
    }

    /// All changes of a deployment stand on one page.
    private static List<Change> page(List<Change> rest) {
        if (rest.size() <= ROWS) {
            return rest;
        }
        String last = rest.get(ROWS - 1).deployment();
        return rest.stream().filter(change -> change.deployment().compareTo(last) <= 0).toList();
    }
}
