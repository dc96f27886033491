package io.shardfit.adapters.web.openapi;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.type.Argument;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A value beside the body, as an argument of the route takes it.
///
/// @param type in JSON Schema's word
/// @param defaultValue what is meant when it is not sent
record Parameter(
        String name, Place place, boolean required, String type, Optional<String> defaultValue) {
    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Set<Class<?>> FLAGS = Set.of(boolean.class, Boolean.class);

    /// Where in a request it stands, in OpenAPI's word.
    enum Place {
        PATH("path"),
        QUERY("query"),
        HEADER("header");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// {@return nothing for what comes from the body or from the server itself}
    ///
    /// @param inPath the variables of the route's path
    static Optional<Parameter> of(Argument<?> argument, List<String> inPath) {
        AnnotationMetadata metadata = argument.getAnnotationMetadata();
        if (inPath.contains(argument.getName())) {
            return Optional.of(
                    new Parameter(
                            argument.getName(),
                            Place.PATH,
                            true,
                            type(argument.getType()),
                            Optional.empty()));
        }
        if (metadata.hasAnnotation(QueryValue.class)) {
            return Optional.of(bound(argument, Place.QUERY));
        }
        return metadata.hasAnnotation(Header.class) && !metadata.hasAnnotation(Body.class)
                ? Optional.of(bound(argument, Place.HEADER))
                : Optional.empty();
    }

    private static Parameter bound(Argument<?> argument, Place place) {
        AnnotationMetadata metadata = argument.getAnnotationMetadata();
        Optional<String> value = metadata.stringValue(Bindable.class, "defaultValue");
        return new Parameter(
                metadata.stringValue(Header.class, "name")
                        .or(() -> metadata.stringValue(Bindable.class))
                        .filter(name -> !name.isEmpty())
                        .orElse(argument.getName()),
                place,
                value.isEmpty() && !argument.isNullable(),
                type(argument.getType()),
                value);
    }

    private static String type(Class<?> type) {
        if (WHOLE.contains(type)) {
            return "integer";
        }
        return FLAGS.contains(type) ? "boolean" : "string";
    }
}
