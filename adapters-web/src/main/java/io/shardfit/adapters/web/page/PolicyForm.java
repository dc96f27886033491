package io.shardfit.adapters.web.page;

import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A policy as a form has it: what was typed stays as it was typed.
///
/// @param allowed verdicts that were ticked
/// @param margin per cent; empty for the plans' own
/// @param waivable codes with spaces between them
/// @param grace days; empty for none
/// @param lifetime days
/// @param delay hours
public record PolicyForm(
        String approvals,
        List<String> allowed,
        String margin,
        String waivable,
        boolean strict,
        String grace,
        String lifetime,
        String delay,
        String reason) {
    private static final BigDecimal DAY = BigDecimal.valueOf(Duration.ofDays(1).toMillis());
    private static final BigDecimal HOUR = BigDecimal.valueOf(Duration.ofHours(1).toMillis());

    /// {@return the policy that is in force, in the words of the form}
    public static PolicyForm now(EnvironmentPolicy policy) {
        Optional<Duration> grace =
                policy.onCorrection() instanceof OnCorrection.Grace(Duration duration)
                        ? Optional.of(duration)
                        : Optional.empty();
        return new PolicyForm(
                Integer.toString(policy.neededApprovals()),
                policy.allowedVerdicts().stream().map(Readiness::name).toList(),
                policy.safetyMargin().map(share -> plain(percent(share))).orElse(""),
                String.join(" ", policy.waivableFindings()),
                grace.isEmpty(),
                grace.map(duration -> in(DAY, duration)).orElse(""),
                in(DAY, policy.approvalLifetime()),
                in(HOUR, policy.roleDelay()),
                "");
    }

    static PolicyForm of(FormFields form) {
        return new PolicyForm(
                form.text("approvals"),
                form.all("allowed"),
                form.text("margin"),
                form.text("waivable"),
                form.text("correction").equals("strict"),
                form.text("grace"),
                form.text("lifetime"),
                form.text("delay"),
                form.text("reason"));
    }

    /// @throws IllegalArgumentException with what is wrong, as a sentence without its full stop
    EnvironmentPolicy policy() {
        return new EnvironmentPolicy(
                number("needed approvals", approvals).intValue(),
                allowed.stream().map(PolicyForm::verdict).collect(Collectors.toSet()),
                margin.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Share.ofPercent(number("the safety margin", margin).doubleValue())),
                Set.of(
                        Stream.of(waivable.split("[\\s,]+"))
                                .filter(code -> !code.isEmpty())
                                .distinct()
                                .toArray(String[]::new)),
                strict
                        ? new OnCorrection.Strict()
                        : new OnCorrection.Grace(duration("the grace, in days,", grace, DAY)),
                duration("the life of an approval, in days,", lifetime, DAY),
                duration("the delay of a role, in hours,", delay, HOUR));
    }

    private static Readiness verdict(String word) {
        return Readiness.valueOf(word);
    }

    private static BigDecimal number(String what, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.abs().compareTo(BigDecimal.valueOf(100_000)) <= 0 && number.scale() <= 9) {
                return number;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw new IllegalArgumentException(what + " must be a number, not \"" + text + '"');
    }

    private static Duration duration(String what, String text, BigDecimal unit) {
        return Duration.ofMillis(
                number(what, text).multiply(unit).setScale(0, RoundingMode.HALF_UP).longValue());
    }

    private static BigDecimal percent(Share share) {
        return BigDecimal.valueOf(share.fraction()).movePointRight(2);
    }

    private static String in(BigDecimal unit, Duration duration) {
        return plain(BigDecimal.valueOf(duration.toMillis()).divide(unit, 6, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    public boolean allows(Readiness result) {
        return allowed.contains(result.name());
    }

    /// {@return all of it in one sentence}
    public String sentence() {
        return "approvals needed %s; %s; margin %s; waivable %s; %s; ends after %s days; a new approver waits %s hours"
                .formatted(
                        approvals,
                        String.join(", ", allowed),
                        margin.isEmpty() ? "of the plan" : margin + " %",
                        waivable.isEmpty() ? "nothing" : waivable,
                        strict ? "suspended at once" : "at risk for %s days".formatted(grace),
                        lifetime,
                        delay);
    }
}
