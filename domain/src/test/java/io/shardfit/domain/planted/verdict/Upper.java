package io.shardfit.domain.planted.verdict;

/// What a lower package must not know.
public record Upper(int answer) {}
