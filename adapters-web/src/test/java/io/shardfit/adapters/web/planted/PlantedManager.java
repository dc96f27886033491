package io.shardfit.adapters.web.planted;

import io.micronaut.http.annotation.Get;
import io.micronaut.security.authentication.Authentication;
import io.shardfit.domain.verdict.CompatibilityCheck;

/// Breaks the rules of the architecture, so that their test sees them bite.
public final class PlantedManager {
    @Get("/planted")
    CompatibilityCheck decide(CompatibilityCheck check, Authentication somebody) {
        assert somebody.getName() != null;
        return check;
    }
}
