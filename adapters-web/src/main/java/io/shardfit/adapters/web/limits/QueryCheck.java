package io.shardfit.adapters.web.limits;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Problems;
import io.shardfit.application.ledger.LedgerText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is asked behind the question mark: texts that a database can look for and, where programs
/// ask, nothing that the route does not know. A filter that is misspelt and passed over would
/// answer another question than the one that was asked.
@ServerFilter("/**")
final class QueryCheck implements Ordered {
    private static final List<String> FOR_PROGRAMS = List.of("/api/", "/gate", "/k8s/");

    private final Problems problems;

    QueryCheck(Problems problems) {
        this.problems = problems;
    }

    /// Before anybody looks up who asks.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        return obstacle(request.getParameters())
                .or(() -> unknown(request))
                .map(detail ->
                        problems.answer(request, Problem.of(ProblemKind.BAD_REQUEST, detail)))
                .orElse(null);
    }

    private static Optional<String> obstacle(HttpParameters parameters) {
        return parameters.names().stream()
                .flatMap(name ->
                        Stream.concat(Stream.of(name), parameters.getAll(name).stream())
                                .flatMap(text -> LedgerText.obstacle(text).stream())
                                .map(found -> "a parameter holds " + found))
                .findFirst();
    }

    private static Optional<String> unknown(HttpRequest<?> request) {
        if (FOR_PROGRAMS.stream().noneMatch(request.getPath()::startsWith)) {
            return Optional.empty();
        }
        return RouteAttributes.getRouteMatch(request)
                .map(QueryCheck::known)
                .flatMap(known ->
                        request.getParameters().names().stream()
                                .filter(name -> !known.contains(name))
                                .findFirst()
                                .map(name -> refusal(name, known)));
    }

    private static List<String> known(RouteMatch<?> route) {
        return Arrays.stream(
                        route.getRouteInfo() instanceof MethodBasedRouteInfo<?, ?> method
                                ? method.getTargetMethod().getArguments()
                                : new Argument<?>[0])
                .filter(argument ->
                        argument.getAnnotationMetadata().hasAnnotation(QueryValue.class))
                .map(QueryCheck::name)
                .sorted()
                .toList();
    }

    private static String name(Argument<?> argument) {
        return argument.getAnnotationMetadata()
                .stringValue(Bindable.class)
                .filter(name -> !name.isEmpty())
                .orElseGet(argument::getName);
    }

    private static String refusal(String name, List<String> known) {
        return "the parameter %s is not known here; known are %s".formatted(name, known);
    }
}
