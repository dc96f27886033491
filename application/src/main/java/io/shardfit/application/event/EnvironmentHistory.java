package io.shardfit.application.event;

import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.ledger.Entry;
import io.shardfit.domain.approval.ApprovalFact;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Waiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An environment as its stream tells it.
///
/// @param version of the stream
/// @param policyVersion of the stream when the policy was last changed; 0 for never
/// @param waivers that were not revoked, ended ones among them
/// @param granters who granted each waiver, by its id
public record EnvironmentHistory(
        long version,
        EnvironmentPolicy policy,
        long policyVersion,
        List<Waiver> waivers,
        Map<String, String> granters,
        List<Placed> facts) {
    public EnvironmentHistory {
        waivers = List.copyOf(waivers);
        granters = Map.copyOf(granters);
        facts = List.copyOf(facts);
    }

    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static EnvironmentHistory of(List<Entry> entries) {
        EnvironmentPolicy policy = EnvironmentPolicy.DEFAULT;
        long policyVersion = 0;
        List<Waiver> waivers = new ArrayList<>();
        Map<String, String> granters = new HashMap<>();
        List<Placed> facts = new ArrayList<>();
        for (Entry entry : entries) {
            switch (LedgerEvents.read(entry)) {
                case PolicyChanged(EnvironmentPolicy changed, String _) -> {
                    policy = changed;
                    policyVersion = entry.streamVersion();
                }
                case WaiverGranted granted -> {
                    waivers.add(granted.waiver());
                    granters.put(granted.waiver().id(), entry.actor().id());
                }
                case WaiverRevoked(String id, String _) -> {
                    waivers.removeIf(waiver -> waiver.id().equals(id));
                    facts.add(
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
        return new EnvironmentHistory(
                entries.size(), policy, policyVersion, waivers, granters, facts);
    }

    /// {@return the waivers that others than these people granted}
    public List<Waiver> waiversNotBy(Set<String> people) {
        return waivers.stream()
                .filter(waiver -> !people.contains(granters.getOrDefault(waiver.id(), "")))
                .toList();
    }

    public Optional<Waiver> waiver(String id) {
        return waivers.stream().filter(waiver -> waiver.id().equals(id)).findFirst();
    }
}
