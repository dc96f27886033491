package io.shardfit.application.event;

import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.util.Set;

/// Which documents an entry cannot do without.
public final class KeptDocuments {
    private KeptDocuments() {}

    /// {@return their digests}
    ///
    /// @throws UnreadableEvent as {@link LedgerEvents#read}
    public static Set<Digest> of(Entry entry) {
        return switch (LedgerEvents.read(entry)) {
            case PlanSubmitted submitted -> Set.of(submitted.raw());
            case VerdictComputed(RecordedVerdict verdict) -> Set.of(verdict.document());
            case VerdictSuperseded superseded -> Set.of(superseded.verdict().document());
            case PlanEvent.MeasurementRecorded measured -> Set.of(measured.document());
            case RuleSetEvent.RuleSetPublished published -> Set.of(published.artefact());
            case RuleSetEvent.ReevaluationCompleted completed ->
                    Set.copyOf(completed.unchangedLists());
            default -> Set.of();
        };
    }
}
