package io.shardfit.domain.planted.quantity;

import io.shardfit.domain.planted.verdict.Upper;

/// A quantity that knows a verdict.
record LooksUpwards(Upper above) {}
