package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.SkewLimits;
import io.shardfit.domain.verdict.SkewLimits.Step;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.Routing.Uniform;
import java.math.BigDecimal;
import java.util.Optional;

/// At which skew of the routing a plan runs out of memory.
record SkewPrinter(Terminal terminal) {

    void print(Verdict verdict, Optional<SkewLimits> limits) {
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, "how skewed may the routing be?"));
        limits.ifPresentOrElse(
                found -> {
                    print(found);
                    undeclared(verdict, found.steps().getFirst());
                },
                () ->
                        terminal.line(
                                "  not asked: the model has no experts, or the plan is not"
                                        + " judged"));
    }

    /// A plan that says nothing of its routing is judged with a high estimate that leaves room for
    /// a router that learns; a row of the table takes its skew for granted.
    private void undeclared(Verdict verdict, Step even) {
        if (!(verdict instanceof Assessed assessed)) {
            return;
        }
        Assessment assessment = assessed.assessment();
        ByteSize high = assessment.memory().highest().total().high();
        boolean undeclared = assessment.plan().workload().routing() instanceof Uniform;
        if (undeclared && high.isMoreThan(even.high())) {
            terminal.wrapped(
                    "  ",
                    "    ",
                    ("the plan does not declare its routing, so the verdict above is that of a high"
                                    + " estimate of %s, which leaves room for a router that learns; a"
                                    + " row here takes its skew for granted, and at 1.00 needs %s at"
                                    + " most. `routing: balanced` or a skew in the plan decides it")
                            .formatted(high, even.high()));
        }
    }

    private void print(SkewLimits limits) {
        String bound = limits.most().overMean().rounded(2);
        terminal.wrapped(
                "  ",
                "  ",
                "at most %s × mean: %s".formatted(bound, arithmetic(limits.most().how())));
        terminal.line("");
        terminal.line("     × mean   fullest rank   expected       high   memory");
        limits.steps().forEach(this::print);
        terminal.line("");
        answer(limits, bound);
    }

    private void print(Step step) {
        terminal.line(
                "  %9s %14d %10s %10s   %s"
                        .formatted(
                                factor(step),
                                step.rank(),
                                gibibytes(step.expected()),
                                gibibytes(step.high()),
                                terminal.styled(
                                        VerdictPrinter.style(step.memory()),
                                        step.memory().name())));
    }

    private void answer(SkewLimits limits, String bound) {
        Optional<Derivation> ready = limits.readyHow();
        Optional<Derivation> fits = limits.fitsHow();
        ready.ifPresentOrElse(
                how -> line("READY up to", how),
                () ->
                        terminal.line(
                                "  not READY by memory even when every rank gets as many tokens"));
        fits.filter(how ->
                        !how.value().equals(ready.map(Derivation::value).orElse(BigDecimal.ZERO)))
                .ifPresent(how -> line("fits up to", how));
        if (limits.isIndifferent()) {
            terminal.wrapped(
                    "  ",
                    "  ",
                    "the skew changes nothing: the buffers are sized for the most tokens that can come");
        }
        String end =
                limits.neverRunsOut()
                        ? "never runs out: no rank can get more than %s × mean".formatted(bound)
                        : limits.runsOut()
                                .map(step -> "runs out at %s × mean".formatted(factor(step)))
                                .orElseThrow();
        Readiness last = limits.steps().getLast().memory();
        terminal.line("  " + terminal.styled(VerdictPrinter.style(last), end));
    }

    private void line(String what, Derivation how) {
        terminal.wrapped(
                "  ",
                "    ",
                "%s %s × mean: %s"
                        .formatted(
                                what,
                                how.value().setScale(2).toPlainString(),
                                how.terms().getFirst().meaning()));
    }

    /// The equation without its rounding, with the values beside it.
    private static String arithmetic(Derivation how) {
        String equation = how.equation().replace("ceil(1000000 × ", "").replace(") ÷ 1000000", "");
        StringBuilder terms = new StringBuilder();
        for (Term term : how.terms()) {
            terms.append(
                    ", %s = %s (%s)"
                            .formatted(
                                    term.symbol(),
                                    term.value().stripTrailingZeros().toPlainString(),
                                    term.meaning()));
        }
        return equation + terms;
    }

    private static String factor(Step step) {
        return step.factor().rounded(2);
    }

    private static String gibibytes(ByteSize size) {
        return size.toString().replace(" GiB", "");
    }
}
