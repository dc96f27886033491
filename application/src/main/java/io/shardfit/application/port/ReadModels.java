package io.shardfit.application.port;

import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.readmodel.EnvironmentWaiver;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.HistoryPage;
import io.shardfit.application.readmodel.PendingRequest;
import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Answers about many deployments at once. They are as of a position that may be a little behind
/// the log: for showing, never for deciding.
public interface ReadModels {
    /// {@return up to where in the log they tell}
    long position();

    /// {@return deployments that have a plan, by name}
    List<FleetRow> fleet(FleetQuestion question);

    /// {@return how many deployments have which verdict under their plans' own margins; none is
    /// left out}
    ///
    /// @param question of which its page and result do not count
    SortedMap<Readiness, Long> counts(FleetQuestion question);

    /// {@return for each of these deployments the days on which its verdict under its plan's own
    /// margin changed, in order}
    Map<String, List<ReadinessDay>> trends(List<String> deployments);

    /// {@return the deployments that have this plan, or asked for its approval once, by name}
    List<String> deploymentsWith(Digest plan);

    /// {@return the deployments that ever asked for approval of this plan there; if there are none,
    /// one that has the plan, or asked for its approval elsewhere}
    List<String> deploymentsAsking(Digest plan, String environment);

    /// {@return the days on which the verdict of a deployment changed, under each of its margins,
    /// in order}
    List<ReadinessDay> readiness(String deployment);

    /// {@return one total for each day of `first` to `last`}
    List<ReadinessTotal> readinessTotals(LocalDate first, LocalDate last);

    /// {@return the environments that were set up or in which approval was asked for, by name}
    List<String> knownEnvironments();

    /// {@return the waivers that set something aside at `instant`, those that end first before}
    List<EnvironmentWaiver> waiversInForce(Instant instant);

    /// {@return the requests that wait for somebody at `instant`, the oldest first}
    List<PendingRequest> pending(Instant instant);

    /// {@return what happened, the newest first}
    ///
    /// @param stream of which; empty for the whole log
    /// @param before the position before which the page begins; empty for the end of the log
    HistoryPage history(Optional<StreamId> stream, Optional<Long> before, int limit);

    /// {@return what happened, the newest first, of the events asked for}
    HistoryPage events(EventsQuestion question);

    /// {@return the same events behind a position, the oldest first: whoever asks again behind the
    /// last that was answered misses none and sees none twice}
    HistoryPage eventsAfter(EventsQuestion question, long position);
}
