package io.shardfit.adapters.web.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Gives a route who sends the request.
@Singleton
final class IdentityBinder implements TypedRequestArgumentBinder<Identity> {
    static final String ATTRIBUTE = "io.shardfit.identity";

    @Override
    public Argument<Identity> argumentType() {
        return Argument.of(Identity.class);
    }

    @Override
    public BindingResult<Identity> bind(
            ArgumentConversionContext<Identity> context, HttpRequest<?> request) {
        Optional<Identity> found = request.getAttribute(ATTRIBUTE, Identity.class);
        return () -> found;
    }
}
