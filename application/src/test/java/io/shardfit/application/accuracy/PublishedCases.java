package io.shardfit.application.accuracy;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// All published cases, in the order of the file names and lines.
final class PublishedCases {
    private PublishedCases() {}

    static List<PublishedCase> all() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .flatMap(file -> PlanFiles.text(file).lines())
                    .filter(line -> !line.isBlank())
                    .map(line -> new PublishedCase(Trees.ofJson(line)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path directory() {
        try {
            return Path.of(
                    Objects.requireNonNull(
                                    PublishedCases.class.getResource(
                                            "/io/shardfit/application/cases"))
                            .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
