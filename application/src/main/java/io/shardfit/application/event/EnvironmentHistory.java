package io.shardfit.application.event;

import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.ledger.Entry;
import io.shardfit.domain.approval.ApprovalFact;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An environment as its stream tells it.
///
/// @param version of the stream
/// @param policyVersion of the stream when the policy was last changed; 0 for never
/// @param granted every waiver that ever was
public record EnvironmentHistory(
        long version,
        EnvironmentPolicy policy,
        long policyVersion,
        List<GrantedWaiver> granted,
        List<Placed> facts) {
    /// Nothing has happened yet.
    public static final EnvironmentHistory EMPTY =
            new EnvironmentHistory(0, EnvironmentPolicy.DEFAULT, 0, List.of(), List.of());

    public EnvironmentHistory {
        granted = List.copyOf(granted);
        facts = List.copyOf(facts);
    }

    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static EnvironmentHistory of(List<Entry> entries) {
        return EMPTY.and(entries);
    }

    /// {@return what this becomes by the entries that follow it in the stream}
    ///
    /// @throws UnreadableEvent if they hold what this program cannot read
    public EnvironmentHistory and(List<Entry> entries) {
        EnvironmentPolicy current = policy;
        long changedAt = policyVersion;
        List<GrantedWaiver> waivers = new ArrayList<>(granted);
        List<Placed> ends = new ArrayList<>(facts);
        for (Entry entry : entries) {
            switch (LedgerEvents.read(entry)) {
                case PolicyChanged(EnvironmentPolicy changed, String _) -> {
                    current = changed;
                    changedAt = entry.streamVersion();
                }
                case WaiverGranted grant -> waivers.add(GrantedWaiver.of(entry, grant));
                case WaiverRevoked(String id, String _) -> {
                    waivers.replaceAll(waiver -> waiver.revoked(id, entry.recordedAt()));
                    ends.add(
                            new Placed(
                                    entry.position(),
                                    Optional.empty(),
                                    new ApprovalFact.WaiverEnded(entry.recordedAt(), id)));
                }
                case EnvironmentEvent.AdmissionDenied _ -> {}
                case PlanEvent _,
                        ApprovalEvent _,
                        RuleSetEvent _,
                        DirectoryEvent _,
                        LogContinued _ ->
                        throw new IllegalStateException(
                                "position %d: %s in the stream of an environment"
                                        .formatted(entry.position(), entry.type()));
            }
        }
        return new EnvironmentHistory(version + entries.size(), current, changedAt, waivers, ends);
    }

    /// {@return the waivers that were not revoked, ended ones among them}
    public List<Waiver> waivers() {
        return granted.stream()
                .filter(waiver -> waiver.revoked().isEmpty())
                .map(GrantedWaiver::waiver)
                .toList();
    }

    public Optional<Waiver> waiver(String id) {
        return waivers().stream().filter(waiver -> waiver.id().equals(id)).findFirst();
    }

    /// {@return the waivers that others than these people granted}
    public List<Waiver> waiversNotBy(Set<String> people) {
        return granted.stream()
                .filter(waiver -> waiver.revoked().isEmpty())
                .filter(waiver -> !people.contains(waiver.granter()))
                .map(GrantedWaiver::waiver)
                .toList();
    }
}
