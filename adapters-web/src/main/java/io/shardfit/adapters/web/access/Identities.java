package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import java.util.Optional;

/// Finds out who sends a request.
public interface Identities {
    /// {@return nobody, if the request proves no identity}
    Optional<Identity> of(HttpRequest<?> request);
}
