package io.shardfit.adapters.web.openapi;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.shardfit.adapters.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The route methods of the compiled program, found without the router that the contract is written
/// from.
final class Routes {
    private static final List<Class<? extends Annotation>> VERBS =
            List.of(Get.class, Post.class, Put.class, Patch.class, Delete.class);

    private static final Set<String> FOR_PEOPLE =
            Set.of("io.shardfit.adapters.web.page", "io.shardfit.adapters.web.team");

    private Routes() {}

    /// {@return what the operations say of themselves, by their id}
    static Map<String, Described> described() {
        Map<String, Described> found = new TreeMap<>();
        for (Method route : all()) {
            Described described = route.getAnnotation(Described.class);
            if (described != null && found.put(described.id(), described) != null) {
                throw new AssertionError("two operations are called " + described.id());
            }
        }
        return found;
    }

    /// {@return the routes that answer programs: all but those of the dashboard and of signing in}
    static List<Method> forPrograms() {
        return all().stream()
                .filter(route -> !FOR_PEOPLE.contains(route.getDeclaringClass().getPackageName()))
                .toList();
    }

    private static List<Method> all() {
        try {
            Path classes =
                    Path.of(
                            WebServer.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.map(file -> classes.relativize(file).toString())
                        .filter(name -> name.startsWith("io/shardfit/") && name.endsWith(".class"))
                        .filter(name -> !name.contains("$"))
                        .map(name -> load(name.replace('/', '.').replaceAll("\\.class$", "")))
                        .filter(type -> type.isAnnotationPresent(Controller.class))
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> VERBS.stream().anyMatch(method::isAnnotationPresent))
                        .toList();
            }
        } catch (URISyntaxException | IOException unreadable) {
            throw new UncheckedIOException(new IOException(unreadable));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Routes.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
