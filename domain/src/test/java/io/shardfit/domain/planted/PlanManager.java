package io.shardfit.domain.planted;

record PlanManager(String name) {}
