package io.shardfit.application.planted;

record PlanManager(String name) {}
