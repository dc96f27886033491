package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What happens to the plan of a deployment; in the deployment's stream.
public sealed interface PlanEvent extends LedgerEvent {
    /// A plan took the place of the one before. Its bytes lie beside the log.
    ///
    /// @param fileName as findings name it
    /// @param raw digest of the file
    /// @param plan digest of the complete plan, whatever the file looked like
    /// @param authors everybody who had a hand in it: none of them may approve it
    record PlanSubmitted(
            String fileName, Digest raw, Digest plan, Origin origin, Set<String> authors)
            implements PlanEvent {
        public PlanSubmitted {
            authors = Collections.unmodifiableSet(new TreeSet<>(authors));
        }

        /// Where a plan comes from.
        public enum Origin {
            FILE,
            REMEDY,
            STRATEGY
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("fileName", fileName)
                    .with("rawDigest", raw.text())
                    .with("planDigest", plan.text())
                    .with("origin", origin.name().toLowerCase(Locale.ROOT))
                    .with("authors", Members.texts(authors))
                    .build();
        }

        static PlanSubmitted of(Data data) {
            return new PlanSubmitted(
                    data.text("fileName"),
                    data.digest("rawDigest"),
                    data.digest("planDigest"),
                    data.parsed(
                            "origin",
                            "an origin",
                            word -> Origin.valueOf(word.toUpperCase(Locale.ROOT))),
                    Set.copyOf(data.texts("authors")));
        }
    }

    record VerdictComputed(RecordedVerdict verdict) implements PlanEvent {
        @Override
        public Json.Fields data() {
            return verdict.data();
        }

        static VerdictComputed of(Data data) {
            return new VerdictComputed(RecordedVerdict.of(data));
        }
    }

    /// A corrected rule answers otherwise, or with other numbers. The old verdict stays as it is.
    ///
    /// @param oldPosition of the verdict that no longer stands
    /// @param changed whether the answer itself is another
    record VerdictSuperseded(
            String reevaluation,
            long oldPosition,
            RecordedVerdict verdict,
            boolean changed,
            List<Delta> delta)
            implements PlanEvent {
        public VerdictSuperseded {
            delta = List.copyOf(delta);
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("reevaluationId", reevaluation)
                    .with("oldVerdictPosition", Members.number(oldPosition))
                    .with("verdict", verdict.data())
                    .with("changed", new Json.Flag(changed))
                    .with("delta", Members.list(delta, Delta::data))
                    .build();
        }

        static VerdictSuperseded of(Data data) {
            return new VerdictSuperseded(
                    data.text("reevaluationId"),
                    data.whole("oldVerdictPosition"),
                    RecordedVerdict.of(data.inner("verdict")),
                    data.flag("changed"),
                    data.list("delta", Delta::of));
        }
    }

    /// Edits that the program proposed were made; the plan they give is submitted with it.
    record RemedyApplied(Digest from, Digest to, int number, List<String> edits)
            implements PlanEvent {
        public RemedyApplied {
            edits = List.copyOf(edits);
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("fromPlanDigest", from.text())
                    .with("toPlanDigest", to.text())
                    .with("number", Members.number(number))
                    .with("edits", Members.texts(edits))
                    .build();
        }

        static RemedyApplied of(Data data) {
            return new RemedyApplied(
                    data.digest("fromPlanDigest"),
                    data.digest("toPlanDigest"),
                    data.small("number"),
                    data.texts("edits"));
        }
    }

    /// Another strategy was taken; the plan it gives is submitted with it.
    ///
    /// @param strategy in the shorthand of plans, such as `EP16_TP1_PP1_DP1`
    record StrategyChosen(Digest from, Digest to, String strategy) implements PlanEvent {
        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("fromPlanDigest", from.text())
                    .with("toPlanDigest", to.text())
                    .with("strategy", strategy)
                    .build();
        }

        static StrategyChosen of(Data data) {
            return new StrategyChosen(
                    data.digest("fromPlanDigest"),
                    data.digest("toPlanDigest"),
                    data.text("strategy"));
        }
    }

    /// What a run printed beside what the plan said.
    ///
    /// @param document digest of the comparison document
    /// @param files names of the files that were read
    record MeasurementRecorded(
            Digest plan,
            boolean agrees,
            List<MeasuredRow> rows,
            Digest document,
            List<String> files)
            implements PlanEvent {
        public MeasurementRecorded {
            rows = List.copyOf(rows);
            files = List.copyOf(files);
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("planDigest", plan.text())
                    .with("agrees", new Json.Flag(agrees))
                    .with("rows", Members.list(rows, MeasuredRow::data))
                    .with("documentDigest", document.text())
                    .with("files", Members.texts(files))
                    .build();
        }

        static MeasurementRecorded of(Data data) {
            return new MeasurementRecorded(
                    data.digest("planDigest"),
                    data.flag("agrees"),
                    data.list("rows", MeasuredRow::of),
                    data.digest("documentDigest"),
                    data.texts("files"));
        }
    }

    /// The deployment is no longer kept: it leaves counts and re-evaluations.
    record DeploymentArchived(String reason) implements PlanEvent {
        @Override
        public Json.Fields data() {
            return Json.fields().with("reason", reason).build();
        }

        static DeploymentArchived of(Data data) {
            return new DeploymentArchived(data.text("reason"));
        }
    }
}
