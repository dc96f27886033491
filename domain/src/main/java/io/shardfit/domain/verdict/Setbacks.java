package io.shardfit.domain.verdict;

import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a changed plan is found to have that the plan was found to be without. Something that could
/// not be seen before is none: a plan without a lawful shape is judged no further than that, and an
/// engine that does not start has no cache to find too small.
public final class Setbacks {
    private static final String IDLE_GPUS = "PAR008";

    private Setbacks() {}

    /// {@return findings of `after`, those that tell TIGHT from READY left out, because the word
    /// says so}
    public static List<Finding> of(Verdict before, Verdict after) {
        Set<String> known = new HashSet<>();
        before.findings().forEach(finding -> known.add(finding.code()));
        List<Finding> setbacks = new ArrayList<>();
        for (Finding finding : after.findings()) {
            boolean told = finding.severity() == Severity.TIGHT || known.contains(finding.code());
            if (!told && !hides(before, finding)) {
                setbacks.add(finding);
            }
        }
        return List.copyOf(setbacks);
    }

    /// GPUs are counted whatever the shape.
    private static boolean hides(Verdict verdict, Finding finding) {
        return verdict instanceof Refused
                ? !finding.code().equals(IDLE_GPUS)
                : finding instanceof ServingFinding && doesNotStart(verdict);
    }

    private static boolean doesNotStart(Verdict verdict) {
        for (Finding finding : verdict.findings()) {
            if (finding instanceof ServingFinding && finding.severity() == Severity.BLOCKER) {
                return true;
            }
        }
        return false;
    }
}
