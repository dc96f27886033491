/// The schema of the ledger.
@NullMarked
package io.shardfit.migrations;

import org.jspecify.annotations.NullMarked;
