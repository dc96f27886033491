package io.shardfit.application.readmodel;

import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a list of deployments says of a verdict.
///
/// @param position of the verdict in the log
/// @param margin under which it was judged; empty for the plan's own
/// @param findings codes, the heaviest first
public record VerdictFacts(
        long position,
        Instant at,
        Optional<Share> margin,
        Readiness result,
        int ruleSet,
        String engineVersion,
        List<String> findings,
        Figures figures) {
    public VerdictFacts {
        findings = List.copyOf(findings);
    }

    public static VerdictFacts of(StandingVerdict standing) {
        RecordedVerdict verdict = standing.verdict();
        return new VerdictFacts(
                standing.position(),
                standing.at(),
                verdict.margin(),
                verdict.result(),
                verdict.ruleSet(),
                verdict.engineVersion(),
                verdict.findings().stream().map(Noted::code).toList(),
                Figures.of(verdict));
    }

    /// Numbers of a verdict; empty where it has none.
    ///
    /// @param budget what a GPU has for the plan, after the margin; bytes
    /// @param expected what the fullest GPU is expected to need; bytes
    /// @param high what a GPU needs at most; bytes
    public record Figures(
            Optional<Long> gpusRequired,
            Optional<Long> gpusAvailable,
            Optional<Long> budget,
            Optional<Long> expected,
            Optional<Long> high) {
        static Figures of(RecordedVerdict verdict) {
            return new Figures(
                    figure(verdict, RecordedVerdict.GPUS_REQUIRED),
                    figure(verdict, RecordedVerdict.GPUS_AVAILABLE),
                    figure(verdict, RecordedVerdict.BUDGET),
                    figure(verdict, RecordedVerdict.EXPECTED),
                    figure(verdict, RecordedVerdict.HIGH));
        }

        private static Optional<Long> figure(RecordedVerdict verdict, String name) {
            return Optional.ofNullable(verdict.figures().get(name));
        }

        /// {@return what the budget leaves over the most that is needed, negative if it is too
        /// little; bytes}
        public Optional<Long> headroom() {
            return budget.flatMap(has -> high.map(needs -> has - needs));
        }
    }
}
