package io.shardfit.application.evidence;

/// A checkpoint from outside the database.
///
/// @param name where it was found: a file, an address
/// @param note as it was found
public record KnownCheckpoint(String name, String note) {}
