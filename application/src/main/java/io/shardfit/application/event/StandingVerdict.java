package io.shardfit.application.event;

import java.time.Instant;

/// The newest verdict on a plan under one margin.
public record StandingVerdict(long position, Instant at, RecordedVerdict verdict) {}
