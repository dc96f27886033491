package io.shardfit.domain.approval;

import io.shardfit.domain.verdict.Severity;

/// What a decision needs of a finding.
public record Noted(String code, Severity severity) {}
