package io.shardfit.domain.verdict;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.balance.ExpertPlacement.Dealt;
import io.shardfit.domain.balance.ExpertPlacement.Listed;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/// A published edition of the rules. A verdict names its rule-set, and every edition can still be
/// computed: a corrected formula is a new edition, never a silent change.
public enum RuleSet {
    /// The founding report's rules, with its formula for experts per GPU, which is wrong: it
    /// divides the expert instances of *all* layers, and by EP × TP.
    ONE(1, LocalDate.of(2026, 11, 22), "experts per GPU = total expert instances ÷ (EP × TP)") {
        @Override
        ExpertsPerGpu expertsPerGpu(DeploymentPlan plan, Experts experts) {
            Derivation how =
                    Derivation.of(
                            Math.ceilDiv(
                                    (long) experts.count() * plan.model().mixtureLayers(),
                                    (long) plan.strategy().expert() * plan.strategy().tensor()),
                            "experts",
                            "ceil(E × n_m ÷ (EP × TP))",
                            "rule-set 1 (the founding report's original formula, corrected by"
                                    + " rule-set 2)",
                            Derivation.term(
                                    "E",
                                    experts.count(),
                                    "experts per layer",
                                    "model.feedForward.experts.count"),
                            Derivation.term(
                                    "n_m", plan.model().mixtureLayers(), "mixture layers", "model"),
                            Derivation.term(
                                    "EP", plan.strategy().expert(), "expert parallel", "strategy"),
                            Derivation.term(
                                    "TP", plan.strategy().tensor(), "tensor parallel", "strategy"));
            return new ExpertsPerGpu(how, how);
        }
    },
    /// Corrects rule-set 1: the experts of one layer are dealt over EP.
    TWO(2, LocalDate.of(2026, 11, 23), "experts per GPU = experts per layer ÷ EP") {
        @Override
        ExpertsPerGpu expertsPerGpu(DeploymentPlan plan, Experts experts) {
            return switch (ExpertPlacement.of(plan).orElseThrow()) {
                case Dealt placement ->
                        new ExpertsPerGpu(
                                dealt(plan, experts, placement.fewest(), "floor(E ÷ EP)"),
                                dealt(plan, experts, placement.most(), "ceil(E ÷ EP)"));
                case Listed placement ->
                        new ExpertsPerGpu(
                                listed(placement.fewest(), "emptiest"),
                                listed(placement.most(), "fullest"));
            };
        }

        private static Derivation listed(int slots, String which) {
            return Derivation.given(
                    slots,
                    "experts",
                    "expert slots of the " + which + " rank",
                    "strategy.expertPlacement, or redundantExperts dealt in order");
        }

        private static Derivation dealt(
                DeploymentPlan plan, Experts experts, int value, String equation) {
            return Derivation.of(
                    value,
                    "experts",
                    equation,
                    "rule-set 2; linear placement, the first E mod EP ranks hold one more",
                    Derivation.term(
                            "E",
                            experts.count(),
                            "experts per layer",
                            "model.feedForward.experts.count"),
                    Derivation.term("EP", plan.groups().expert(), "expert parallel", "strategy"));
        }
    };

    private final int number;
    private final LocalDate published;
    private final String summary;

    RuleSet(int number, LocalDate published, String summary) {
        this.number = number;
        this.published = published;
        this.summary = summary;
    }

    /// Routed experts of a layer on the emptiest and the fullest GPU, as a rule-set counts them.
    public record ExpertsPerGpu(Derivation fewest, Derivation most) {}

    abstract ExpertsPerGpu expertsPerGpu(DeploymentPlan plan, Experts experts);

    /// {@return experts per GPU by this edition; empty for a model without experts}
    public Optional<ExpertsPerGpu> expertsPerGpu(DeploymentPlan plan) {
        return plan.model().experts().map(experts -> expertsPerGpu(plan, experts));
    }

    public static RuleSet current() {
        return TWO;
    }

    public static Optional<RuleSet> ofNumber(int number) {
        return Arrays.stream(values()).filter(edition -> edition.number == number).findFirst();
    }

    public int number() {
        return number;
    }

    public LocalDate published() {
        return published;
    }

    public String summary() {
        return summary;
    }
}
