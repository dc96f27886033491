package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Excess;
import io.shardfit.domain.remedy.Attempts.Judged;
import io.shardfit.domain.verdict.Shortfall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pairs and triples of edits worth judging, the most promising first. Left out is what cannot be a
/// minimal remedy or cannot be lawful: two edits of one knob, more than a known remedy, degrees
/// that do not fill the cluster, edits none of which helps. Of a plan without a lawful shape nobody
/// knows what helps until the shape is cured, so there every edit is paired with each cure.
final class Combinations {
    private static final String TOO_FEW_GPUS = "PAR003";

    private final Attempts attempts;
    private final Cures cures;
    private final List<Member> pool = new ArrayList<>();

    /// An edit that may be part of a combination.
    ///
    /// @param gain by how much it alone lessens what is missing, where it can be told
    /// @param removes what keeps the plan from being READY and is gone with the edit
    private record Member(Remedy edit, boolean helps, Optional<Long> gain, Set<String> removes) {}

    private record Candidate(List<Remedy> edits, boolean promising, int hardware, Risk risk) {}

    Combinations(Attempts attempts, List<Judged> singles) {
        this.attempts = attempts;
        Optional<Shortfall> base = Attempts.shortfall(attempts.base());
        this.cures = new Cures(attempts, singles);
        for (Judged single : singles) {
            Remedy edit = single.edits().getFirst();
            boolean helps = attempts.helps(single);
            if (helps || isOpen(edit.lever()) || cures.areKnown()) {
                Optional<Long> gain =
                        single.shortfall()
                                .flatMap(now -> base.map(now::lessThan))
                                .map(Excess::amount);
                pool.add(new Member(edit, helps, gain, attempts.removes(single)));
            }
        }
    }

    /// {@return combinations of `size` edits that contain none of `known`}
    List<List<Remedy>> of(int size, List<Set<Remedy>> known) {
        List<Candidate> candidates = new ArrayList<>();
        collect(candidates, known, size, 0, new ArrayList<>());
        return candidates.stream()
                .sorted(
                        Comparator.comparing(Candidate::promising, Comparator.reverseOrder())
                                .thenComparing(Candidate::hardware)
                                .thenComparing(Candidate::risk))
                .map(Candidate::edits)
                .toList();
    }

    private void collect(
            List<Candidate> candidates,
            List<Set<Remedy>> known,
            int size,
            int from,
            List<Member> chosen) {
        if (chosen.size() == size) {
            candidate(chosen, known).ifPresent(candidates::add);
            return;
        }
        for (int i = from; i < pool.size(); i++) {
            Member next = pool.get(i);
            if (chosen.stream().noneMatch(one -> one.edit().lever() == next.edit().lever())) {
                chosen.add(next);
                collect(candidates, known, size, i + 1, chosen);
                chosen.removeLast();
            }
        }
    }

    private Optional<Candidate> candidate(List<Member> chosen, List<Set<Remedy>> known) {
        List<Remedy> edits = Trial.ordered(chosen.stream().map(Member::edit).toList());
        if (!mayHelp(chosen, edits)) {
            return Optional.empty();
        }
        Set<Remedy> set = new HashSet<>(edits);
        if (known.stream().anyMatch(set::containsAll) || !fillsTheCluster(edits)) {
            return Optional.empty();
        }
        Set<Lever> levers = new HashSet<>();
        Risk risk = Risk.NONE;
        for (Remedy edit : edits) {
            levers.add(edit.lever());
            Risk own = edit.lever().risk();
            risk = own.compareTo(risk) > 0 ? own : risk;
        }
        return Optional.of(
                new Candidate(edits, isPromising(chosen), LeastChange.hardware(levers), risk));
    }

    /// What alone tells nothing: degrees wait for each other, and an engine asks how long its
    /// contexts are only when something is left for its cache.
    private static boolean isOpen(Lever lever) {
        return lever.isDegree() || lever == Lever.SHARDING || lever == Lever.CONTEXT_LENGTH;
    }

    private boolean mayHelp(List<Member> chosen, List<Remedy> edits) {
        boolean helps =
                chosen.stream()
                        .anyMatch(one -> one.helps() || one.edit().lever() == Lever.SHARDING);
        boolean known = chosen.stream().allMatch(one -> one.helps() || isOpen(one.edit().lever()));
        return helps && known || cures.mayHelp(edits);
    }

    /// {@return whether the edits together take away all that decides and lessen what is missing by
    /// enough, if each does what it does alone; that there are GPUs enough is known already}
    private boolean isPromising(List<Member> chosen) {
        Set<String> left = new HashSet<>(attempts.base().decisiveCodes());
        left.removeIf(code -> code.equals(TOO_FEW_GPUS) || isByAmount(code));
        chosen.forEach(one -> left.removeAll(one.removes()));
        return left.isEmpty() && gain(chosen) >= missing();
    }

    private long missing() {
        return Attempts.shortfall(attempts.base())
                .map(Shortfall::missing)
                .map(Excess::amount)
                .orElse(0L);
    }

    private static long gain(List<Member> chosen) {
        long gain = 0;
        for (Member member : chosen) {
            gain += member.gain().orElse(0L);
        }
        return gain;
    }

    /// Several edits may each free a part.
    private static boolean isByAmount(String code) {
        return code.equals("MEM001") || code.equals("MEM002") || code.startsWith("SRV");
    }

    /// Idle GPUs and missing ones are new findings, whatever else changes.
    private boolean fillsTheCluster(List<Remedy> edits) {
        try {
            DeploymentPlan plan = attempts.base().plan();
            int idle = Math.max(0, plan.cluster().gpus() - world(plan));
            for (Remedy edit : edits) {
                plan = edit.applyTo(plan);
            }
            int left = plan.cluster().gpus() - world(plan);
            return left >= 0 && left <= idle;
        } catch (ArithmeticException | IllegalArgumentException notCountable) {
            return false;
        }
    }

    private static int world(DeploymentPlan plan) {
        return plan.convention().worldSize(plan.strategy());
    }
}
