package io.shardfit.application.readmodel;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetRow.PlaceRow;
import io.shardfit.domain.approval.Period;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Reads the whole log for each answer: what a short log can afford, and what kept read models must
/// equal.
public final class FoldedReadModels implements ReadModels {
    private final EventLog log;

    public FoldedReadModels(EventLog log) {
        this.log = log;
    }

    /// The whole log, by stream.
    private record Folded(
            Map<String, DeploymentModel> deployments,
            Map<String, EnvironmentHistory> environments) {
        static Folded of(List<Entry> entries) {
            Map<StreamId, List<Entry>> streams =
                    new TreeMap<>(Comparator.comparing(StreamId::text));
            entries.forEach(entry ->
                    streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry));
            Map<String, EnvironmentHistory> environments = new TreeMap<>();
            Map<String, DeploymentModel> deployments = new TreeMap<>();
            streams.forEach((stream, own) -> {
                if (stream.isEnvironment()) {
                    environments.put(stream.name(), EnvironmentHistory.of(own));
                }
            });
            streams.forEach((stream, own) -> {
                if (stream.isDeployment()) {
                    DeploymentModel.of(
                                    stream.name(),
                                    DeploymentHistory.of(own),
                                    name -> surroundings(environments, name))
                            .ifPresent(model -> deployments.put(stream.name(), model));
                }
            });
            return new Folded(deployments, environments);
        }

        private static EnvironmentHistory surroundings(
                Map<String, EnvironmentHistory> environments, String name) {
            return environments.getOrDefault(name, EnvironmentHistory.EMPTY);
        }

        Optional<Share> margin(String environment) {
            return surroundings(environments, environment).policy().safetyMargin();
        }

        Stream<DeploymentModel> models() {
            return deployments.values().stream();
        }
    }

    private Folded folded() {
        return Folded.of(log.after(0, Integer.MAX_VALUE));
    }

    @Override
    public long position() {
        return log.head().position();
    }

    @Override
    public List<FleetRow> fleet(FleetQuestion question) {
        return rows(question)
                .filter(row ->
                        question.after()
                                .map(name -> row.deployment().compareTo(name) > 0)
                                .orElse(true))
                .filter(row ->
                        question.result().isEmpty()
                                || row.verdict()
                                        .map(VerdictFacts::result)
                                        .equals(question.result()))
                .limit(question.limit())
                .toList();
    }

    private Stream<FleetRow> rows(FleetQuestion question) {
        Folded folded = folded();
        return folded.models()
                .filter(model -> question.archived() || !model.archived())
                .filter(model ->
                        question.environment().map(model.standings()::containsKey).orElse(true))
                .map(model -> row(model, folded, question.at()))
                .filter(row -> question.headroomBelow().isEmpty() || isBelow(row, question));
    }

    private static boolean isBelow(FleetRow row, FleetQuestion question) {
        return row.verdict()
                .flatMap(verdict -> verdict.figures().headroom())
                .filter(has -> has < question.headroomBelow().orElseThrow())
                .isPresent();
    }

    @Override
    public SortedMap<Readiness, Long> counts(FleetQuestion question) {
        SortedMap<Readiness, Long> counted = new TreeMap<>();
        for (Readiness result : Readiness.values()) {
            counted.put(result, 0L);
        }
        rows(question)
                .flatMap(row -> row.verdict().stream())
                .forEach(verdict -> counted.merge(verdict.result(), 1L, Long::sum));
        return counted;
    }

    @Override
    public Map<String, List<ReadinessDay>> trends(List<String> deployments) {
        Map<String, List<ReadinessDay>> trends = new HashMap<>();
        folded().models()
                .filter(model -> deployments.contains(model.name()))
                .forEach(model ->
                        trends.put(
                                model.name(),
                                model.days().stream()
                                        .filter(day -> day.margin().isEmpty())
                                        .toList()));
        return trends;
    }

    private static FleetRow row(DeploymentModel model, Folded folded, Instant at) {
        List<PlaceRow> places = new ArrayList<>();
        model.standings()
                .forEach((environment, periods) ->
                        places.add(
                                new PlaceRow(
                                        environment,
                                        standing(periods, at),
                                        verdict(model, folded.margin(environment)))));
        return new FleetRow(
                model.name(),
                model.archived(),
                model.plan().submitted().fileName(),
                model.plan().submitted().plan(),
                model.last(),
                verdict(model, Optional.empty()),
                places);
    }

    private static Optional<VerdictFacts> verdict(DeploymentModel model, Optional<Share> margin) {
        return model.verdicts().stream()
                .filter(one -> one.verdict().margin().equals(margin))
                .findFirst()
                .map(VerdictFacts::of);
    }

    private static Standing standing(List<Period> periods, Instant at) {
        return periods.stream()
                .filter(period -> period.contains(at))
                .findFirst()
                .map(Period::standing)
                .orElseGet(Standing.NotRequested::new);
    }

    @Override
    public List<String> deploymentsWith(Digest plan) {
        return folded().models()
                .filter(model ->
                        model.plan().submitted().plan().equals(plan)
                                || model.rounds().stream()
                                        .anyMatch(round ->
                                                round.request().basis().plan().equals(plan)))
                .map(DeploymentModel::name)
                .toList();
    }

    @Override
    public List<String> deploymentsAsking(Digest plan, String environment) {
        Folded folded = folded();
        List<String> asked =
                folded.models()
                        .filter(model ->
                                asked(model, plan)
                                        .anyMatch(one -> one.environment().equals(environment)))
                        .map(DeploymentModel::name)
                        .toList();
        return asked.isEmpty()
                ? folded.models()
                        .filter(model ->
                                model.plan().submitted().plan().equals(plan)
                                        || asked(model, plan).findAny().isPresent())
                        .map(DeploymentModel::name)
                        .limit(1)
                        .toList()
                : asked;
    }

    private static Stream<ApprovalRequested> asked(DeploymentModel model, Digest plan) {
        return model.rounds().stream()
                .map(RoundModel::request)
                .filter(request -> request.basis().plan().equals(plan));
    }

    @Override
    public List<ReadinessDay> readiness(String deployment) {
        return Optional.ofNullable(folded().deployments().get(deployment))
                .map(DeploymentModel::days)
                .orElse(List.of());
    }

    @Override
    public List<ReadinessTotal> readinessTotals(LocalDate first, LocalDate last) {
        List<ReadinessDay> days =
                folded().models()
                        .flatMap(model -> model.days().stream())
                        .filter(day -> day.margin().isEmpty())
                        .toList();
        return first.datesUntil(last.plusDays(1)).map(day -> total(day, days)).toList();
    }

    private static ReadinessTotal total(LocalDate day, List<ReadinessDay> days) {
        Map<Readiness, Long> counted = new EnumMap<>(Readiness.class);
        days.stream()
                .filter(one -> one.stands(day))
                .forEach(one -> counted.merge(one.result(), 1L, Long::sum));
        return ReadinessTotal.of(day, counted);
    }

    @Override
    public List<String> knownEnvironments() {
        Folded folded = folded();
        SortedSet<String> names = new TreeSet<>(folded.environments().keySet());
        folded.models().forEach(model -> names.addAll(model.standings().keySet()));
        return List.copyOf(names);
    }

    @Override
    public List<EnvironmentWaiver> waiversInForce(Instant instant) {
        List<EnvironmentWaiver> found = new ArrayList<>();
        folded().environments()
                .forEach((name, history) ->
                        history.granted().stream()
                                .filter(granted -> granted.isInForce(instant))
                                .forEach(granted ->
                                        found.add(new EnvironmentWaiver(name, granted))));
        found.sort(
                Comparator.comparing((EnvironmentWaiver one) -> one.granted().waiver().until())
                        .thenComparing(one -> one.granted().position()));
        return found;
    }

    @Override
    public List<PendingRequest> pending(Instant instant) {
        return folded().models()
                .flatMap(model ->
                        model.rounds().stream()
                                .filter(round -> isNewest(round, model, instant))
                                .flatMap(round -> pending(model, round, instant).stream()))
                .sorted(Comparator.comparing(PendingRequest::position))
                .toList();
    }

    private static boolean isNewest(RoundModel round, DeploymentModel model, Instant instant) {
        return model.rounds().stream()
                .noneMatch(other ->
                        other.request().environment().equals(round.request().environment())
                                && other.request().round().compareTo(round.request().round()) > 0
                                && !other.at().isAfter(instant));
    }

    private static Optional<PendingRequest> pending(
            DeploymentModel model, RoundModel round, Instant instant) {
        return round.standing(instant)
                .flatMap(standing ->
                        standing instanceof Standing.Pending(int given, int needed)
                                ? Optional.of(
                                        new PendingRequest(
                                                round.position(),
                                                model.name(),
                                                round.request().environment(),
                                                round.request().round(),
                                                round.at(),
                                                round.by(),
                                                round.request().basis(),
                                                given,
                                                needed))
                                : Optional.empty());
    }

    @Override
    public HistoryPage history(Optional<StreamId> stream, Optional<Long> before, int limit) {
        List<Entry> found =
                stream.map(log::stream).orElseGet(() -> log.after(0, Integer.MAX_VALUE)).stream()
                        .filter(entry ->
                                before.map(position -> entry.position() < position).orElse(true))
                        .toList()
                        .reversed();
        return HistoryPage.of(rows(found), limit);
    }

    @Override
    public HistoryPage events(EventsQuestion question) {
        return HistoryPage.of(rows(found(question, 0).reversed()), question.limit());
    }

    @Override
    public HistoryPage eventsAfter(EventsQuestion question, long position) {
        return HistoryPage.of(rows(found(question, position)), question.limit());
    }

    private static List<HistoryPage.Row> rows(List<Entry> entries) {
        return entries.stream().map(HistoryPage.Row::of).toList();
    }

    private List<Entry> found(EventsQuestion question, long after) {
        long end = question.before().orElse(Long.MAX_VALUE);
        return log.after(after, Integer.MAX_VALUE).stream()
                .filter(question::asksFor)
                .filter(entry -> entry.position() < end)
                .toList();
    }
}
