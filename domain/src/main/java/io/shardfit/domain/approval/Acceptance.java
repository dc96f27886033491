package io.shardfit.domain.approval;

import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether an environment takes a plan with these findings, and on which waivers that rests.
public sealed interface Acceptance {
    /// @param result after the waived findings are set aside
    /// @param waivers without which it would be refused
    /// @param until when the first of them ends
    record Accepted(Readiness result, Set<String> waivers, Optional<Instant> until)
            implements Acceptance {
        public Accepted {
            waivers = Set.copyOf(waivers);
        }

        /// {@return whether whoever approves it must say why: it is not READY of itself}
        public boolean needsWords() {
            return result != Readiness.READY || !waivers.isEmpty();
        }
    }

    /// @param codes findings that no waiver sets aside
    record NotAllowed(Readiness result, List<String> codes) implements Acceptance {
        public NotAllowed {
            codes = List.copyOf(codes);
        }
    }

    /// @param plan digest of the plan
    /// @param waivers of the environment
    static Acceptance of(
            EnvironmentPolicy policy,
            String plan,
            Collection<Noted> findings,
            Collection<Waiver> waivers,
            Instant now) {
        Set<Severity> left = EnumSet.noneOf(Severity.class);
        Set<Severity> all = EnumSet.noneOf(Severity.class);
        Set<String> used = new TreeSet<>();
        Set<String> codes = new TreeSet<>();
        Optional<Instant> until = Optional.empty();
        for (Noted finding : findings) {
            all.add(finding.severity());
            Optional<Waiver> waiver = covering(policy, plan, finding, waivers, now);
            if (waiver.isPresent()) {
                used.add(waiver.orElseThrow().id());
                Instant end = waiver.orElseThrow().until();
                until = Optional.of(until.filter(end::isAfter).orElse(end));
            } else {
                left.add(finding.severity());
                if (finding.severity().decides()) {
                    codes.add(finding.code());
                }
            }
        }
        Readiness unwaived = Readiness.of(all);
        if (policy.allowedVerdicts().contains(unwaived)) {
            return new Accepted(unwaived, Set.of(), Optional.empty());
        }
        Readiness result = Readiness.of(left);
        return policy.allowedVerdicts().contains(result)
                ? new Accepted(result, used, until)
                : new NotAllowed(result, List.copyOf(codes));
    }

    /// The longest waiver of those that cover a finding.
    private static Optional<Waiver> covering(
            EnvironmentPolicy policy,
            String plan,
            Noted finding,
            Collection<Waiver> waivers,
            Instant now) {
        if (!finding.severity().decides() || !policy.waivableFindings().contains(finding.code())) {
            return Optional.empty();
        }
        return waivers.stream()
                .filter(waiver -> waiver.covers(finding.code(), plan, now))
                .max((one, other) -> one.until().compareTo(other.until()));
    }
}
