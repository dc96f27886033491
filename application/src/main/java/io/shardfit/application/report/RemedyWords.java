package io.shardfit.application.report;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.remedy.Effect;
import io.shardfit.domain.remedy.Lever;
import io.shardfit.domain.remedy.Quantised;
import io.shardfit.domain.remedy.Remedies;
import io.shardfit.domain.remedy.Trial;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Remedies in words, the same on the command line and in a report.
public final class RemedyWords {
    private RemedyWords() {}

    /// {@return what the fullest GPU needs then}
    public static String need(Trial trial) {
        return trial.effect().map(Effect::need).map(ByteSize::toString).orElse("not computed");
    }

    /// {@return bytes that are freed on the fullest GPU; empty when none are}
    public static String frees(Trial trial) {
        return trial.effect()
                .filter(Effect::frees)
                .flatMap(Effect::difference)
                .map(bytes -> "frees " + bytes.in(ByteUnit.GIBIBYTE, 2))
                .orElse("");
    }

    /// {@return GPUs, recomputation and throughput that it costs or gives}
    public static List<String> costs(Trial trial) {
        return Stream.of(recomputes(trial), speed(trial), waits(trial))
                .filter(words -> !words.isEmpty())
                .toList();
    }

    /// {@return what is computed again; empty when nothing is}
    public static String recomputes(Trial trial) {
        return trial.effect()
                .map(Effect::moreRecomputation)
                .filter(more -> more.operations() > 0)
                .map(more -> "+" + more + " recomputed per GPU and step")
                .orElse("");
    }

    /// {@return how the throughput changes; empty when it does not, or is not known}
    public static String speed(Trial trial) {
        return trial.effect()
                .flatMap(Effect::throughput)
                .filter(ratio -> !ratio.rounded(2).equals("1.00"))
                .map(RemedyWords::throughput)
                .orElse("");
    }

    /// {@return what is not timed; empty when all is}
    public static String waits(Trial trial) {
        return trial.levers().stream().anyMatch(Lever::waitsForHost)
                ? "transfers to host memory in every step, not timed"
                : "";
    }

    private static String throughput(Ratio ratio) {
        return "tokens/s × " + ratio.rounded(2);
    }

    /// {@return what each edit may do to the results}
    public static List<String> risks(Trial trial) {
        List<String> risks = new ArrayList<>();
        trial.edits().forEach(edit -> risks.add(edit.lever().words()));
        if (trial.levers().contains(Lever.WEIGHTS)) {
            quantised(trial).ifPresent(risks::add);
        }
        return risks.stream().distinct().toList();
    }

    /// Advice to quantise says what is touched.
    private static Optional<String> quantised(Trial trial) {
        DeploymentPlan plan = trial.verdict().plan();
        return plan.workload() instanceof Inference inference
                ? Optional.of(Quantised.of(plan.model(), inference.weights()).words())
                : Optional.empty();
    }

    /// {@return why a change is no remedy: what decides, or what it adds}
    public static String because(Verdict before, Verdict after) {
        List<String> decisive = after.decisiveCodes();
        if (!decisive.isEmpty()) {
            return String.join(", ", decisive);
        }
        List<String> known = before.findings().stream().map(Finding::code).toList();
        return after.findings().stream()
                .map(Finding::code)
                .filter(code -> !known.contains(code))
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .map(codes -> "new: " + codes)
                .orElse("no change");
    }

    /// {@return why the search ended}
    public static String ending(Remedies remedies) {
        return switch (remedies.ending()) {
            case NOTHING_TO_REPAIR -> "the plan is READY";
            case ENOUGH -> "no larger changes were tried, because these are enough";
            case EXHAUSTED -> "all changes of up to three edits that may help were tried";
            case EVALUATIONS ->
                    "the limit of %d was reached, larger changes may exist"
                            .formatted(remedies.limit());
            case TIME -> "the time was over, another run may find more";
        };
    }
}
