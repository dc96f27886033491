package io.shardfit.adapters.web.openapi;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.core.type.Argument;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.web.router.UriRouteInfo;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.application.event.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A route as its callers see it: what the route itself says, and what {@link Described} adds.
///
/// @param roles that may call it; empty for whoever asks
/// @param bodyTypes media types of the request's body; none if it takes none
/// @param answerTypes media types of what it answers when all is well
record Operation(
        String method,
        String path,
        List<Parameter> parameters,
        Set<Role> roles,
        List<String> bodyTypes,
        List<String> answerTypes,
        AnnotationValue<Described> described) {
    static Optional<Operation> of(UriRouteInfo<?, ?> route) {
        AnnotationMetadata metadata = route.getTargetMethod().getAnnotationMetadata();
        return metadata.findAnnotation(Described.class)
                .map(described -> of(route, metadata, described));
    }

    private static Operation of(
            UriRouteInfo<?, ?> route,
            AnnotationMetadata metadata,
            AnnotationValue<Described> described) {
        List<String> inPath = route.getUriMatchTemplate().getVariableNames();
        Argument<?>[] arguments = route.getTargetMethod().getArguments();
        boolean body = Arrays.stream(arguments).anyMatch(one -> isBody(one));
        return new Operation(
                route.getHttpMethodName(),
                route.getUriMatchTemplate().toPathString(),
                Arrays.stream(arguments)
                        .flatMap(argument -> Parameter.of(argument, inPath).stream())
                        .toList(),
                roles(metadata),
                body ? types(route.getConsumes()) : List.of(),
                types(route.getProduces()),
                described);
    }

    private static boolean isBody(Argument<?> argument) {
        return argument.getAnnotationMetadata().hasAnnotation(Body.class);
    }

    private static Set<Role> roles(AnnotationMetadata metadata) {
        if (metadata.hasAnnotation(Public.class)) {
            return Set.of();
        }
        Role[] named = metadata.enumValues(Permitted.class, Role.class);
        return named.length == 0 ? EnumSet.allOf(Role.class) : EnumSet.copyOf(Arrays.asList(named));
    }

    private static List<String> types(List<MediaType> types) {
        return types.stream()
                .map(MediaType::getName)
                .filter(name -> !name.equals(Problem.MEDIA_TYPE))
                .distinct()
                .toList();
    }

    String id() {
        return described.stringValue("id").orElseThrow();
    }

    String summary() {
        return described.stringValue("summary").orElseThrow();
    }

    int status() {
        return described.intValue("status").orElse(200);
    }

    int[] alsoStatuses() {
        return described.intValues("also");
    }

    String body() {
        return described.stringValue("body").orElse("");
    }

    /// {@return the example's value of a parameter, as it was written}
    Optional<String> example(String name) {
        return Arrays.stream(described.stringValues("with"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    List<Needs> needs() {
        return List.of(described.enumValues("needs", Needs.class));
    }

    /// {@return all that it may refuse with, in the order of their statuses}
    Set<ProblemKind> problems() {
        Set<ProblemKind> all = EnumSet.of(ProblemKind.INTERNAL, ProblemKind.UNAVAILABLE);
        all.addAll(List.of(described.enumValues("problems", ProblemKind.class)));
        needs().forEach(need -> all.addAll(need.problems()));
        if (!roles().isEmpty()) {
            all.add(ProblemKind.NOT_SIGNED_IN);
            all.add(ProblemKind.FORBIDDEN);
        }
        if (!parameters.isEmpty() || !needs().isEmpty()) {
            all.add(ProblemKind.BAD_REQUEST);
        }
        if (!method.equals("GET")) {
            all.addAll(Set.of(ProblemKind.CROSS_ORIGIN, ProblemKind.RATE_LIMITED));
        }
        if (!bodyTypes.isEmpty()) {
            all.addAll(
                    Set.of(
                            ProblemKind.BAD_REQUEST,
                            ProblemKind.TOO_LARGE,
                            ProblemKind.TOO_SLOW,
                            ProblemKind.UNSUPPORTED_MEDIA_TYPE));
        }
        return all;
    }

    /// {@return what groups it with others: the first word of its path behind `/api/v1`}
    String tag() {
        return Stream.of(path.replaceFirst("^/api/v1/?", "/").split("/"))
                .filter(part -> !part.isEmpty())
                .findFirst()
                .map(part -> part.replaceFirst("\\..*", ""))
                .orElse("server");
    }
}
