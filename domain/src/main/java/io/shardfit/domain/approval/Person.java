package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.Optional;

/// Somebody who wants to decide.
///
/// @param id an opaque subject
/// @param inPerson whether a human being acts, not a service, a job or a token left somewhere
/// @param approverSince when the role was granted that they hold now; empty for none
public record Person(String id, boolean inPerson, Optional<Instant> approverSince) {}
