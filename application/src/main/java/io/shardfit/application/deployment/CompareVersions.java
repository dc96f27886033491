package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.document.PlanDocument;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonDifference;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sets two plans that a deployment had side by side: what their values and the verdicts on them
/// say differently.
public final class CompareVersions {
    private final EventLog log;
    private final CheckPlan checkPlan;
    private final GpuCatalogue catalogue;

    public CompareVersions(EventLog log, CheckPlan checkPlan, GpuCatalogue catalogue) {
        this.log = log;
        this.checkPlan = checkPlan;
        this.catalogue = catalogue;
    }

    /// A plan that the deployment has or had.
    ///
    /// @param position of its last submission in the log
    /// @param verdict the last one under the plan's own margin
    public record Version(
            long position,
            Instant at,
            String by,
            PlanSubmitted submitted,
            Optional<StandingVerdict> verdict) {
        private boolean has(String code) {
            return verdict.stream()
                    .flatMap(one -> one.verdict().findings().stream())
                    .anyMatch(noted -> noted.code().equals(code));
        }
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param values of the complete plans, every default filled in
        /// @param verdicts answer, findings and figures
        /// @param gone codes of findings that only the first has
        /// @param fresh codes of findings that only the second has
        record Compared(
                Version from,
                Version to,
                List<JsonDifference> values,
                List<Delta> verdicts,
                List<String> gone,
                List<String> fresh)
                implements Outcome {
            public Compared {
                values = List.copyOf(values);
                verdicts = List.copyOf(verdicts);
                gone = List.copyOf(gone);
                fresh = List.copyOf(fresh);
            }
        }

        record Refused(Refusal refusal) implements Outcome {}

        /// This program no longer reads one of the plans.
        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    /// Which two plans.
    public sealed interface Pair {
        /// Two plans that one deployment has or had.
        ///
        /// @param from empty for the one that `to` took the place of
        /// @param to empty for the plan that the deployment has
        record Versions(String deployment, Optional<Digest> from, Optional<Digest> to)
                implements Pair {}

        /// Plans of any two deployments.
        record Deployments(Named from, Named to) implements Pair {}
    }

    /// A plan of a deployment.
    ///
    /// @param plan empty for the one that the deployment has
    public record Named(String deployment, Optional<Digest> plan) {}

    public Outcome compare(Pair pair) {
        return switch (pair) {
            case Pair.Versions(String deployment, Optional<Digest> from, Optional<Digest> to) ->
                    ofOne(deployment, from, to);
            case Pair.Deployments(Named from, Named to) -> ofAny(from, to);
        };
    }

    private Outcome ofOne(String deployment, Optional<Digest> from, Optional<Digest> to) {
        Optional<Refusal> invalid = Names.refusal(deployment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        List<Recorded> events = Recorded.all(log.stream(StreamId.deployment(deployment)));
        List<Version> versions = versions(events);
        if (versions.isEmpty()) {
            return new Outcome.Refused(new Refusal.NoSuchDeployment(deployment));
        }
        Optional<Version> second =
                to.map(digest -> find(versions, digest))
                        .orElseGet(() -> Optional.of(versions.getLast()));
        if (second.isEmpty()) {
            return notThere(to.orElseThrow(), deployment);
        }
        Optional<Version> first =
                from.map(digest -> find(versions, digest))
                        .orElseGet(() -> before(versions, second.orElseThrow()));
        if (first.isEmpty()) {
            return from.map(digest -> notThere(digest, deployment))
                    .orElseGet(() ->
                            new Outcome.Refused(
                                    new Refusal.NotThere(
                                            "plan before the first of " + deployment)));
        }
        return compare(first.orElseThrow(), second.orElseThrow());
    }

    private Outcome ofAny(Named from, Named to) {
        Optional<Refusal> invalid = Names.refusal(from.deployment(), to.deployment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        Optional<Version> first = version(from);
        Optional<Version> second = version(to);
        if (first.isEmpty() || second.isEmpty()) {
            return missing(first.isEmpty() ? from : to);
        }
        return compare(first.orElseThrow(), second.orElseThrow());
    }

    private Optional<Version> version(Named named) {
        List<Version> versions =
                versions(Recorded.all(log.stream(StreamId.deployment(named.deployment()))));
        return named.plan()
                .map(digest -> find(versions, digest))
                .orElseGet(() -> versions.reversed().stream().findFirst());
    }

    private static Outcome missing(Named named) {
        return named.plan()
                .map(digest -> notThere(digest, named.deployment()))
                .orElseGet(() ->
                        new Outcome.Refused(new Refusal.NoSuchDeployment(named.deployment())));
    }

    private static Outcome notThere(Digest plan, String deployment) {
        return new Outcome.Refused(
                new Refusal.NotThere("plan %s of %s".formatted(plan.text(), deployment)));
    }

    private static List<Version> versions(List<Recorded> events) {
        return events.stream()
                .filter(recorded -> recorded.event() instanceof PlanSubmitted)
                .map(recorded -> {
                    PlanSubmitted submitted = (PlanSubmitted) recorded.event();
                    return new Version(
                            recorded.position(),
                            recorded.at(),
                            recorded.by(),
                            submitted,
                            verdict(events, submitted.plan()));
                })
                .toList();
    }

    private static Optional<StandingVerdict> verdict(List<Recorded> events, Digest plan) {
        return events.reversed().stream()
                .flatMap(recorded -> StandingVerdict.of(recorded).stream())
                .filter(one -> one.verdict().plan().equals(plan))
                .filter(one -> one.verdict().margin().isEmpty())
                .findFirst();
    }

    private static Optional<Version> find(List<Version> versions, Digest plan) {
        return versions.reversed().stream()
                .filter(version -> version.submitted().plan().equals(plan))
                .findFirst();
    }

    private static Optional<Version> before(List<Version> versions, Version later) {
        return versions.reversed().stream()
                .filter(version -> version.position() < later.position())
                .filter(version -> !version.submitted().plan().equals(later.submitted().plan()))
                .findFirst();
    }

    private Outcome compare(Version from, Version to) {
        byte[] first = log.document(from.submitted().raw()).orElseThrow().bytes();
        byte[] second = log.document(to.submitted().raw()).orElseThrow().bytes();
        return switch (check(from, first)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case CheckPlan.Outcome.Checked one ->
                    switch (check(to, second)) {
                        case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                                new Outcome.Rejected(errors);
                        case CheckPlan.Outcome.Checked other ->
                                new Outcome.Compared(
                                        from,
                                        to,
                                        JsonDifference.between(complete(one), complete(other)),
                                        verdicts(from, to),
                                        onlyIn(from, to),
                                        onlyIn(to, from));
                    };
        };
    }

    private CheckPlan.Outcome check(Version version, byte[] file) {
        return checkPlan.check(
                version.submitted().fileName(), file, RuleSet.current(), Overrides.NONE);
    }

    private byte[] complete(CheckPlan.Outcome.Checked checked) {
        return JsonText.canonical(PlanDocument.of(checked.plan().file().plan(), catalogue))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<Delta> verdicts(Version from, Version to) {
        return from.verdict()
                .flatMap(one ->
                        to.verdict().map(other -> Delta.between(one.verdict(), other.verdict())))
                .orElse(List.of());
    }

    private static List<String> onlyIn(Version one, Version other) {
        return one.verdict().stream()
                .flatMap(verdict -> verdict.verdict().findings().stream())
                .map(Noted::code)
                .filter(code -> !other.has(code))
                .distinct()
                .toList();
    }
}
