package io.shardfit.application.event;

import io.shardfit.application.event.PlanEvent.PlanSubmitted;

/// The plan that a deployment has.
public record CurrentPlan(long position, PlanSubmitted submitted) {}
