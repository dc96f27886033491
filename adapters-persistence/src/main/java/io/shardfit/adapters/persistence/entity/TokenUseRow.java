package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// As `shardfit_account.token_use` has it.
@MappedEntity(value = "token_use", schema = "shardfit_account")
record TokenUseRow(@Id String prefix, Instant lastUsed) {}
