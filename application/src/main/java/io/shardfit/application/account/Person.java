package io.shardfit.application.account;

import java.time.Instant;
import java.util.Optional;

/// Somebody who signed in, as people know them. Kept beside the log, which knows only the id, so
/// that it can be erased.
///
/// @param lastSeen when they signed in last
public record Person(String id, String name, Optional<String> email, Instant lastSeen) {}
