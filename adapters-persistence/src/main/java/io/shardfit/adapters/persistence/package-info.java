/// The ledger in PostgreSQL, beside the program or elsewhere, and in memory.
@NullMarked
package io.shardfit.adapters.persistence;

import org.jspecify.annotations.NullMarked;
