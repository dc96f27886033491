package io.shardfit.application.readmodel;

import io.shardfit.application.event.GrantedWaiver;

/// A waiver and where it holds.
public record EnvironmentWaiver(String environment, GrantedWaiver granted) {}
