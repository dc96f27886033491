package io.shardfit.application;

import io.shardfit.application.format.PlanFile;
import io.shardfit.domain.verdict.Verdict;

/// A plan file with its verdict.
///
/// @param digest of the complete plan
public record CheckedPlan(PlanFile file, String digest, Verdict verdict) {}
