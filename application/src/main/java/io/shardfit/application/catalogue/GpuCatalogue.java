package io.shardfit.application.catalogue;

import io.shardfit.application.format.CatalogueFormat;
import io.shardfit.application.format.CatalogueFormat.NamedGpu;
import io.shardfit.domain.hardware.Gpu;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The GPUs that ship with the program, found by name or alias, letter case ignored.
public final class GpuCatalogue {
    private static final String FILE = "gpus.json";

    private final List<NamedGpu> gpus;
    private final Map<String, NamedGpu> byName = new TreeMap<>();

    private GpuCatalogue(List<NamedGpu> gpus) {
        this.gpus = gpus;
        for (NamedGpu named : gpus) {
            for (String name : named.names()) {
                NamedGpu other = byName.put(key(name), named);
                if (other != null) {
                    throw new IllegalStateException("two GPUs are called " + name);
                }
            }
        }
    }

    public static GpuCatalogue shipped() {
        try (InputStream file =
                Objects.requireNonNull(
                        GpuCatalogue.class.getResourceAsStream(FILE), "the catalogue is missing")) {
            return new GpuCatalogue(CatalogueFormat.read(file.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public Optional<Gpu> find(String name) {
        return Optional.ofNullable(byName.get(key(name))).map(NamedGpu::gpu);
    }

    /// {@return the names and aliases of all GPUs}
    public List<String> names() {
        return gpus.stream().flatMap(named -> named.names().stream()).toList();
    }

    public List<NamedGpu> gpus() {
        return gpus;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
