package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A key of the plan format, read backwards: from a plan to the word that gives it.
///
/// @param value what a plan would have to say; empty where it says nothing
/// @param usual what the format takes when the key is left out; empty where that is nothing
/// @param isConditional whether the key is refused where it says nothing new
/// @param beside keys that may not stand beside it
record PlanKey(
        String name,
        Function<DeploymentPlan, Optional<String>> value,
        Function<DeploymentPlan, Optional<String>> usual,
        boolean isConditional,
        List<String> beside) {
    static PlanKey of(String name, Function<DeploymentPlan, Optional<String>> value) {
        return new PlanKey(name, value, _ -> Optional.empty(), false, List.of());
    }

    static PlanKey of(String name, Function<DeploymentPlan, Optional<String>> value, String usual) {
        return of(name, value).usually(_ -> Optional.of(usual));
    }

    PlanKey usually(Function<DeploymentPlan, Optional<String>> other) {
        return new PlanKey(name, value, other, isConditional, beside);
    }

    PlanKey conditional() {
        return new PlanKey(name, value, usual, true, beside);
    }

    PlanKey without(String... keys) {
        return new PlanKey(name, value, usual, isConditional, List.of(keys));
    }

    /// {@return whether the words of the one plan do not give the other}
    boolean differs(DeploymentPlan one, DeploymentPlan other) {
        return !value.apply(one).equals(value.apply(other))
                || !usual.apply(one).equals(usual.apply(other));
    }

    /// {@return what a file of the plan says under this key}
    Setting setting(DeploymentPlan plan) {
        Optional<String> word = value.apply(plan);
        boolean isUsual = word.equals(usual.apply(plan));
        return isUsual && isConditional ? Setting.leftOut(name) : new Setting(name, word, isUsual);
    }
}
