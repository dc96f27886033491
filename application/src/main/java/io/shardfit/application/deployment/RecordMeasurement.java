package io.shardfit.application.deployment;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.comparison.Row;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.document.ComparisonDocument;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.MeasuredRow;
import io.shardfit.application.event.PlanEvent.MeasurementRecorded;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.quantity.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Sets what a run printed beside what the deployment's plan says, and keeps both. Where nothing
/// can be compared, nothing agrees, and nothing is kept.
public final class RecordMeasurement {
    private final EventLog log;
    private final Commands commands;
    private final Histories histories;
    private final CompareMeasurements compare;

    public RecordMeasurement(EventLog log, CompareMeasurements compare) {
        this.log = log;
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.compare = compare;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Measured(MeasurementRecorded measurement) implements Outcome {}

        /// @param comparison with what the run printed, and why none of it could be compared
        record NothingCompared(Document comparison) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    /// @param files what the run printed; each is read once
    /// @param tolerance by which a measurement may miss its interval
    public Outcome measure(
            Sender sender, String deployment, List<MeasuredFile> files, Share tolerance) {
        Optional<Refusal> invalid = Names.refusal(deployment);
        DeploymentHistory history =
                invalid.isEmpty()
                        ? histories.deployment(deployment)
                        : DeploymentHistory.of(List.of());
        Optional<Refusal> refusal = invalid.or(() -> Names.dead(deployment, history));
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.orElseThrow());
        }
        CurrentPlan plan = history.plan().orElseThrow();
        byte[] file = log.document(plan.submitted().raw()).orElseThrow().bytes();
        return switch (compare.compare(plan.submitted().fileName(), file, files, tolerance)) {
            case CompareMeasurements.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case CompareMeasurements.Outcome.Unjudged(CheckedPlan _) ->
                    new Outcome.Refused(
                            new Refusal.NotThere("prediction: the plan cannot be computed"));
            case CompareMeasurements.Outcome.Compared(Comparison comparison) ->
                    record(sender, deployment, plan, files, comparison);
        };
    }

    /// Files can be read once only, so the comparison stands while the plan does.
    private Outcome record(
            Sender sender,
            String deployment,
            CurrentPlan plan,
            List<MeasuredFile> files,
            Comparison comparison) {
        byte[] bytes =
                JsonText.canonical(ComparisonDocument.of(comparison))
                        .getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Document.MOST_BYTES) {
            return new Outcome.Refused(new Refusal.TooLarge("the comparison"));
        }
        Document document = new Document("application/json", bytes);
        if (comparison.isEmpty()) {
            return new Outcome.NothingCompared(document);
        }
        MeasurementRecorded event =
                new MeasurementRecorded(
                        new Digest(comparison.plan().digest()),
                        comparison.agrees(),
                        comparison.rows().stream().map(RecordMeasurement::row).toList(),
                        document.digest(),
                        files.stream().map(MeasuredFile::name).toList());
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("RecordMeasurement", deployment, document.digest().text()),
                () -> decide(deployment, plan, event, document),
                new Answers<>(
                        written ->
                                new Outcome.Measured(
                                        (MeasurementRecorded) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            String deployment, CurrentPlan plan, MeasurementRecorded event, Document document) {
        DeploymentHistory history = histories.deployment(deployment);
        return history.plan().equals(Optional.of(plan)) && !history.archived()
                ? Decision.write(
                        List.of(
                                Decision.append(
                                        StreamId.deployment(deployment), history.version(), event)),
                        List.of(document))
                : Decision.answer(new Outcome.Refused(new Refusal.Stale(List.of("plan"))));
    }

    private static MeasuredRow row(Row row) {
        return new MeasuredRow(
                row.measured().quantity().name(),
                row.predicted().low(),
                row.predicted().expected(),
                row.predicted().high(),
                row.measured().amount().value(),
                row.standing());
    }
}
