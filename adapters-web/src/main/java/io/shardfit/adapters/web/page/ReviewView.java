package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.Problem;
import io.shardfit.application.deployment.CompareVersions.Outcome.Compared;
import io.shardfit.application.deployment.ReadReview.Review;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.GrantedWaiver;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.quantity.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What somebody who may have to decide sees.
///
/// @param difference from the plan that was approved here, or from the one before; empty for the
///   first
/// @param waivers in force for this plan
/// @param problem why what was just sent was refused
/// @param typed what was typed into the form that was refused
/// @param command the key of whatever is sent from this page
public record ReviewView(
        Review review,
        Optional<Compared> difference,
        List<GrantedWaiver> waivers,
        Optional<Problem> problem,
        FormFields typed,
        UUID command) {
    public ReviewView {
        waivers = List.copyOf(waivers);
    }

    public String path() {
        return "/reviews/%s/%s".formatted(review.deployment(), review.environment());
    }

    public EnvironmentPolicy policy() {
        return review.surroundings().policy();
    }

    public Optional<ApprovalRequested> asked() {
        return review.request().map(recorded -> (ApprovalRequested) recorded.event());
    }

    public Set<String> authors() {
        return review.history().authors();
    }

    /// {@return why the one who looks may not approve, as a sentence}
    public Optional<String> mayNotApprove() {
        return review.objection().map(Refusal::sentence);
    }

    /// {@return whether there is nothing to decide for the one who looks: it is approved, and they
    /// have no approval to add}
    public boolean isDecided() {
        return review.standing() instanceof Standing.Effective && review.objection().isPresent();
    }

    /// {@return where the plan is shown beside the one that it is compared with here}
    public String comparison() {
        return difference
                .map(compared ->
                        "/compare?a="
                                + Links.encoded(
                                        review.deployment()
                                                + "@"
                                                + compared.from().submitted().plan().text())
                                + "&b="
                                + Links.encoded(review.deployment()))
                .orElse("/compare?a=" + Links.encoded(review.deployment()));
    }

    public boolean isPending() {
        return review.standing() instanceof Standing.Pending;
    }

    public boolean isRevocable() {
        return review.standing().isEffective() || isPending();
    }

    /// {@return the approvals of the newest request}
    public List<Recorded> approvals() {
        return review.history().events().stream()
                .filter(recorded ->
                        recorded.event() instanceof PlanApproved given
                                && given.environment().equals(review.environment())
                                && asked().map(one -> one.round().equals(given.round()))
                                        .orElse(false))
                .toList();
    }

    /// {@return codes of findings of this verdict that the policy lets be waived}
    public List<String> waivable() {
        return review.verdict().stream()
                .flatMap(verdict -> verdict.verdict().findings().stream())
                .filter(noted -> noted.severity().decides())
                .map(Noted::code)
                .filter(policy().waivableFindings()::contains)
                .distinct()
                .toList();
    }

    /// {@return who is taken to have asked for a waiver}
    public String requester() {
        return typed.optional("requester")
                .or(() -> review.request().map(Recorded::by))
                .or(() -> authors().stream().findFirst())
                .orElse("");
    }

    public String margin() {
        return policy().safetyMargin().map(Share::toString).orElse("the plan's own");
    }

    public String onCorrection() {
        return switch (policy().onCorrection()) {
            case OnCorrection.Strict _ -> "suspends approvals at once";
            case OnCorrection.Grace(Duration grace) ->
                    "leaves approvals " + words(grace) + " to be renewed";
        };
    }

    public static String words(Duration duration) {
        if (duration.isZero()) {
            return "no time";
        }
        return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + (duration.toDays() == 1 ? " day" : " days")
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    /// A figure of two verdicts.
    public record Figure(String what, String before, String after) {}

    /// {@return verdict, GPUs and headroom before and after, as far as they differ}
    public List<Figure> figures() {
        return difference
                .flatMap(compared ->
                        compared.from()
                                .verdict()
                                .flatMap(from ->
                                        compared.to()
                                                .verdict()
                                                .map(to -> figures(from.verdict(), to.verdict()))))
                .orElse(List.of());
    }

    private static List<Figure> figures(RecordedVerdict from, RecordedVerdict to) {
        return List.of(
                        new Figure("verdict", from.result().name(), to.result().name()),
                        new Figure("rule-set", "" + from.ruleSet(), "" + to.ruleSet()),
                        new Figure(
                                "GPUs needed",
                                number(from, RecordedVerdict.GPUS_REQUIRED),
                                number(to, RecordedVerdict.GPUS_REQUIRED)),
                        new Figure(
                                "GPUs owned",
                                number(from, RecordedVerdict.GPUS_AVAILABLE),
                                number(to, RecordedVerdict.GPUS_AVAILABLE)),
                        new Figure("headroom, GiB", headroom(from), headroom(to)),
                        new Figure(
                                "experts per GPU",
                                number(from, RecordedVerdict.EXPERTS_PER_GPU),
                                number(to, RecordedVerdict.EXPERTS_PER_GPU)))
                .stream()
                .filter(figure -> !figure.before().equals(figure.after()))
                .toList();
    }

    private static String number(RecordedVerdict verdict, String figure) {
        return Optional.ofNullable(verdict.figures().get(figure)).map(Object::toString).orElse("–");
    }

    private static String headroom(RecordedVerdict verdict) {
        return Optional.ofNullable(verdict.figures().get(RecordedVerdict.BUDGET))
                .flatMap(budget ->
                        Optional.ofNullable(verdict.figures().get(RecordedVerdict.HIGH))
                                .map(high -> Amounts.gibibytes(budget - high)))
                .orElse("–");
    }
}
