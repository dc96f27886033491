package io.shardfit.adapters.web.openapi;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All operations that the running server offers to programs.
@Singleton
final class Operations {
    private static final Set<String> IMPLIED = Set.of("HEAD", "OPTIONS");

    private final List<Operation> all;

    Operations(Router router) {
        Stream<UriRouteInfo<?, ?>> routes = router.uriRoutes();
        this.all =
                routes.filter(route -> !IMPLIED.contains(route.getHttpMethodName()))
                        .flatMap(route -> Operation.of(route).stream())
                        .sorted(
                                Comparator.comparing(Operation::path)
                                        .thenComparing(Operation::method))
                        .toList();
    }

    List<Operation> all() {
        return all;
    }
}
