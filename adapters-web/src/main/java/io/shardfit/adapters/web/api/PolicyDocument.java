package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.document.Json;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A policy as members of a document. Durations are those of ISO 8601, such as `PT24H`.
final class PolicyDocument {
    private static final String NEEDED = "neededApprovals";
    private static final String ALLOWED = "allowedVerdicts";
    private static final String MARGIN = "safetyMargin";
    private static final String WAIVABLE = "waivableFindings";
    private static final String CORRECTION = "onCorrection";
    private static final String LIFETIME = "approvalLifetime";
    private static final String DELAY = "roleDelay";
    private static final String STRICT = "strict";
    private static final String DURATION = "a duration such as PT24H (ISO 8601)";

    private PolicyDocument() {}

    static Json.Fields members(Json.Builder fields, EnvironmentPolicy policy) {
        fields.with(NEEDED, Numbers.count(policy.neededApprovals()))
                .with(
                        ALLOWED,
                        texts(policy.allowedVerdicts().stream().map(Readiness::name).toList()));
        policy.safetyMargin().ifPresent(margin -> fields.with(MARGIN, Numbers.share(margin)));
        return fields.with(WAIVABLE, texts(policy.waivableFindings()))
                .with(CORRECTION, word(policy.onCorrection()))
                .with(LIFETIME, policy.approvalLifetime().toString())
                .with(DELAY, policy.roleDelay().toString())
                .build();
    }

    private static Json texts(Collection<String> texts) {
        return Json.items(texts.stream().map(Json::text).toList());
    }

    private static String word(OnCorrection correction) {
        return switch (correction) {
            case OnCorrection.Strict _ -> STRICT;
            case OnCorrection.Grace(Duration duration) -> duration.toString();
        };
    }

    /// {@return the policy that the members say; all are compulsory but `safetyMargin`, without
    /// which each plan's own counts}
    static EnvironmentPolicy read(RequestBody members) {
        int needed = members.number(NEEDED);
        Set<Readiness> allowed = new TreeSet<>();
        for (String word : members.texts(ALLOWED)) {
            allowed.add(members.parsed(ALLOWED, word, "READY, TIGHT or both", Readiness::valueOf));
        }
        Optional<Share> margin = members.optionalShare(MARGIN);
        Set<String> waivable = Set.copyOf(members.compulsoryTexts(WAIVABLE));
        OnCorrection correction =
                members.parsed(
                        CORRECTION,
                        members.text(CORRECTION),
                        "strict, or " + DURATION,
                        PolicyDocument::correction);
        Duration lifetime = duration(members, LIFETIME);
        Duration delay = duration(members, DELAY);
        try {
            return new EnvironmentPolicy(
                    needed, allowed, margin, waivable, correction, lifetime, delay);
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        }
    }

    private static OnCorrection correction(String text) {
        return text.equals(STRICT)
                ? new OnCorrection.Strict()
                : new OnCorrection.Grace(Duration.parse(text));
    }

    private static Duration duration(RequestBody members, String key) {
        return members.parsed(key, members.text(key), DURATION, Duration::parse);
    }
}
