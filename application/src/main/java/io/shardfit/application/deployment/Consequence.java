package io.shardfit.application.deployment;

import io.shardfit.application.event.ApprovalEvent;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.approval.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What another answer does to an approval.
///
/// @param deadline when it is suspended; empty for at once
/// @param cause a sentence
public record Consequence(
        String environment, Round round, Optional<Instant> deadline, String cause) {
    ApprovalEvent event() {
        return deadline.<ApprovalEvent>map(instant ->
                        new ApprovalEvent.ApprovalFlagged(environment, round, instant, cause))
                .orElseGet(() -> new ApprovalEvent.ApprovalSuspended(environment, round, cause));
    }

    /// {@return what happens to the approvals of a place when `fresh` takes the place of a verdict:
    /// those are touched that rest on that verdict and run now on what the environment would no
    /// longer take}. What the environment asks of later plans, such as another margin, is no
    /// shelter.
    static List<Consequence> of(Place place, StandingVerdict fresh, Instant now) {
        Optional<Instant> deadline = place.surroundings().policy().onCorrection().deadline(now);
        Timeline timeline = place.history().timeline(place.environment(), place.surroundings());
        List<Consequence> all = new ArrayList<>();
        for (Round round : timeline.rounds()) {
            if (place.restsOnMargin(round, fresh.verdict().margin())
                    && isTouched(timeline.at(round, now), deadline)
                    && place.acceptanceOf(round, fresh, now)
                            instanceof Acceptance.NotAllowed refused) {
                all.add(
                        new Consequence(
                                place.environment(), round, deadline, cause(fresh, refused)));
            }
        }
        return all;
    }

    private static String cause(StandingVerdict fresh, Acceptance.NotAllowed refused) {
        return "rule-set %d answers %s (%s)"
                .formatted(
                        fresh.verdict().ruleSet(),
                        refused.result(),
                        String.join(", ", refused.codes()));
    }

    /// An approval that is at risk already keeps the deadline it has.
    private static boolean isTouched(Standing standing, Optional<Instant> deadline) {
        return standing instanceof Standing.Effective
                || standing instanceof Standing.AtRisk && deadline.isEmpty();
    }
}
