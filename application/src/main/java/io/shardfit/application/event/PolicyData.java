package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A policy as data. Durations are those of ISO 8601, such as `PT24H`.
final class PolicyData {
    private static final String STRICT = "strict";
    private static final String DURATION = "a duration";

    private PolicyData() {}

    static Json.Fields write(EnvironmentPolicy policy) {
        Json.Builder fields =
                Json.fields()
                        .with("neededApprovals", Members.number(policy.neededApprovals()))
                        .with(
                                "allowedVerdicts",
                                Members.texts(
                                        policy.allowedVerdicts().stream()
                                                .map(Readiness::name)
                                                .toList()))
                        .with("waivableFindings", Members.texts(policy.waivableFindings()))
                        .with("onCorrection", onCorrection(policy.onCorrection()))
                        .with("approvalLifetime", policy.approvalLifetime().toString())
                        .with("roleDelay", policy.roleDelay().toString());
        policy.safetyMargin()
                .ifPresent(share -> fields.with("safetyMargin", Double.toString(share.fraction())));
        return fields.build();
    }

    private static String onCorrection(OnCorrection correction) {
        return switch (correction) {
            case OnCorrection.Strict _ -> STRICT;
            case OnCorrection.Grace(Duration duration) -> duration.toString();
        };
    }

    static EnvironmentPolicy read(Data data) {
        Optional<Share> margin =
                data.optionally(
                        "safetyMargin", "a share", text -> new Share(Double.parseDouble(text)));
        Set<Readiness> allowed =
                data.texts("allowedVerdicts").stream()
                        .map(Readiness::valueOf)
                        .collect(Collectors.toSet());
        return new EnvironmentPolicy(
                data.small("neededApprovals"),
                allowed,
                margin,
                Set.copyOf(data.texts("waivableFindings")),
                data.parsed("onCorrection", "strict or a duration", PolicyData::onCorrection),
                data.parsed("approvalLifetime", DURATION, Duration::parse),
                data.parsed("roleDelay", DURATION, Duration::parse));
    }

    private static OnCorrection onCorrection(String text) {
        return text.equals(STRICT)
                ? new OnCorrection.Strict()
                : new OnCorrection.Grace(Duration.parse(text));
    }
}
