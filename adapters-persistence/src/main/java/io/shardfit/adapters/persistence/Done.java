package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;

/// What the log remembers of a command that it took.
record Done(Digest request, long first, long last) {}
