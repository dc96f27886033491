package io.shardfit.application.event;

import io.shardfit.application.ledger.Entry;
import java.util.List;

/// Reads events from entries: the one place where stored versions become today's records.
public final class LedgerEvents {
    /// What can happen, stream by stream.
    public static final List<String> TYPES =
            List.of(
                    "PlanSubmitted",
                    "VerdictComputed",
                    "VerdictSuperseded",
                    "RemedyApplied",
                    "StrategyChosen",
                    "MeasurementRecorded",
                    "DeploymentArchived",
                    "ApprovalRequested",
                    "PlanApproved",
                    "ApprovalRejected",
                    "ApprovalRevoked",
                    "ApprovalSuspended",
                    "ApprovalFlagged",
                    "ApprovalExpired",
                    "PolicyChanged",
                    "WaiverGranted",
                    "WaiverRevoked",
                    "AdmissionDenied",
                    "RuleSetPublished",
                    "RuleSetWithdrawn",
                    "ReevaluationStarted",
                    "ReevaluationCompleted",
                    "RoleGranted",
                    "RoleRevoked",
                    "TokenIssued",
                    "TokenRevoked",
                    "LogContinued");

    private LedgerEvents() {}

    /// @throws UnreadableEvent for a type or version that this program does not know, and for
    ///   members that are not there
    public static LedgerEvent read(Entry entry) {
        if (entry.event().schemaVersion() > LedgerEvent.SCHEMA_VERSION) {
            throw UnreadableEvent.newerVersion(entry);
        }
        try {
            return read(entry, new Data(entry, entry.data()));
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw UnreadableEvent.malformed(entry, malformed);
        }
    }

    private static LedgerEvent read(Entry entry, Data data) {
        return switch (entry.type()) {
            case "PlanSubmitted" -> PlanEvent.PlanSubmitted.of(data);
            case "VerdictComputed" -> PlanEvent.VerdictComputed.of(data);
            case "VerdictSuperseded" -> PlanEvent.VerdictSuperseded.of(data);
            case "RemedyApplied" -> PlanEvent.RemedyApplied.of(data);
            case "StrategyChosen" -> PlanEvent.StrategyChosen.of(data);
            case "MeasurementRecorded" -> PlanEvent.MeasurementRecorded.of(data);
            case "DeploymentArchived" -> PlanEvent.DeploymentArchived.of(data);
            case "ApprovalRequested" -> ApprovalEvent.ApprovalRequested.of(data);
            case "PlanApproved" -> ApprovalEvent.PlanApproved.of(data);
            case "ApprovalRejected" -> ApprovalEvent.ApprovalRejected.of(data);
            case "ApprovalRevoked" -> ApprovalEvent.ApprovalRevoked.of(data);
            case "ApprovalSuspended" -> ApprovalEvent.ApprovalSuspended.of(data);
            case "ApprovalFlagged" -> ApprovalEvent.ApprovalFlagged.of(data);
            case "ApprovalExpired" -> ApprovalEvent.ApprovalExpired.of(data);
            case "PolicyChanged" -> EnvironmentEvent.PolicyChanged.of(data);
            case "WaiverGranted" -> EnvironmentEvent.WaiverGranted.of(data);
            case "WaiverRevoked" -> EnvironmentEvent.WaiverRevoked.of(data);
            case "AdmissionDenied" -> EnvironmentEvent.AdmissionDenied.of(data);
            case "RuleSetPublished" -> RuleSetEvent.RuleSetPublished.of(data);
            case "RuleSetWithdrawn" -> RuleSetEvent.RuleSetWithdrawn.of(data);
            case "ReevaluationStarted" -> RuleSetEvent.ReevaluationStarted.of(data);
            case "ReevaluationCompleted" -> RuleSetEvent.ReevaluationCompleted.of(data);
            case "RoleGranted" -> DirectoryEvent.RoleGranted.of(data);
            case "RoleRevoked" -> DirectoryEvent.RoleRevoked.of(data);
            case "TokenIssued" -> DirectoryEvent.TokenIssued.of(data);
            case "TokenRevoked" -> DirectoryEvent.TokenRevoked.of(data);
            case "LogContinued" -> LogContinued.of(data);
            default -> throw UnreadableEvent.unknownType(entry);
        };
    }
}
