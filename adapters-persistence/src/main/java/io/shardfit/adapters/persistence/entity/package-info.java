/// Tables beside the log whose rows are things of their own: people, sessions, webhooks. By
/// Micronaut Data (docs/adr/0019).
@NullMarked
package io.shardfit.adapters.persistence.entity;

import org.jspecify.annotations.NullMarked;
