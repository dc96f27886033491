package io.shardfit.application.account;

import io.shardfit.application.ledger.Digest;
import java.time.Instant;

/// A browser in which somebody is signed in.
///
/// @param secret of what the browser's cookie holds, which nobody else keeps
/// @param authenticatedAt when they last proved to the provider who they are
public record SignedIn(Digest secret, String person, Instant authenticatedAt, Instant expires) {}
