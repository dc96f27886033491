package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.StartUp;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.serving.StartOutcome;
import io.shardfit.domain.serving.StartOutcome.RefusesFraction;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RefusesTooShort;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.RunsOutLoading;
import io.shardfit.domain.serving.StartOutcome.Starts;
import io.shardfit.domain.serving.StartWords;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Budget;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.ServingFinding.ContextDoesNotFit;
import io.shardfit.domain.verdict.ServingFinding.FewerSequencesFit;
import io.shardfit.domain.verdict.ServingFinding.FractionIsMoreThanFree;
import io.shardfit.domain.verdict.ServingFinding.GraphsDoNotFit;
import io.shardfit.domain.verdict.ServingFinding.LongestRequestIsShorter;
import io.shardfit.domain.verdict.ServingFinding.MarginDoesNotApply;
import io.shardfit.domain.verdict.ServingFinding.NoCacheBlocks;
import io.shardfit.domain.verdict.ServingFinding.StartIsNotCertain;
import io.shardfit.domain.verdict.ServingFinding.WeightsDoNotLoad;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A serving engine sizes itself: it starts, or it says why not. READY means that it starts even
/// when every term takes as much as it may.
public final class EngineStarts implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        if (!(assessment.memory().model() instanceof ServingMemory serving)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(of(assessment, serving));
        Share margin = assessment.plan().safetyMargin();
        if (!margin.equals(Budget.DEFAULT_MARGIN)) {
            findings.add(new MarginDoesNotApply(margin));
        }
        return findings;
    }

    private static List<Finding> of(Assessment assessment, ServingMemory serving) {
        StartUp expected = serving.start(Usage.EXPECTED);
        Optional<Finding> blocked = finding(serving, expected);
        if (blocked.isPresent()) {
            return List.of(blocked.get());
        }
        List<Finding> findings = new ArrayList<>();
        finding(serving, serving.start(Usage.HIGH))
                .map(Finding::message)
                .or(() -> overflow(assessment))
                .map(StartIsNotCertain::new)
                .ifPresent(findings::add);
        findings.addAll(capacity(expected));
        return findings;
    }

    /// An engine that measures more takes a smaller cache; but a cache once taken stays, and the
    /// largest step may come later.
    private static Optional<String> overflow(Assessment assessment) {
        StageMemory highest = assessment.memory().highest();
        ByteSize high = highest.total().high();
        ByteSize capacity = assessment.budget().capacity().bytes();
        return high.isMoreThan(capacity)
                ? Optional.of(
                        "beside its cache rank %d would hold up to %s, a GPU has %s"
                                .formatted(assessment.memory().rankOf(highest), high, capacity))
                : Optional.empty();
    }

    private static Optional<Finding> finding(ServingMemory serving, StartUp start) {
        StartOutcome outcome = start.outcome();
        String words = new StartWords(serving.plan().framework(), start.fraction()).of(outcome);
        return switch (outcome) {
            case Starts _ -> Optional.empty();
            case RefusesNoBlocks none -> Optional.of(new NoCacheBlocks(none.missing(), words));
            case RefusesTooShort none ->
                    Optional.of(
                            new ContextDoesNotFit(
                                    none.length(),
                                    none.needed(),
                                    none.available(),
                                    none.longest(),
                                    words));
            case RefusesFraction none ->
                    Optional.of(new FractionIsMoreThanFree(none.requested(), none.free(), words));
            case RunsOutLoading none ->
                    Optional.of(new WeightsDoNotLoad(none.needed(), none.available()));
            case RunsOutCapturing none ->
                    Optional.of(new GraphsDoNotFit(none.needed(), none.available()));
        };
    }

    private static List<Finding> capacity(StartUp start) {
        int length = start.capacity().contextLength();
        int longest = start.capacity().longest();
        if (longest < length) {
            return List.of(new LongestRequestIsShorter(length, longest));
        }
        int asked = start.memory().settings().inference().concurrentSequences();
        BigDecimal fit = start.sequences().setScale(2, RoundingMode.FLOOR);
        return BigDecimal.valueOf(asked).compareTo(fit) > 0 && fit.signum() > 0
                ? List.of(new FewerSequencesFit(asked, fit.toPlainString()))
                : List.of();
    }
}
