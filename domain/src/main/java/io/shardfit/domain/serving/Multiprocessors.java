package io.shardfit.domain.serving;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Streaming multiprocessors of a GPU, which bound how many rows a kernel works on at once
/// (NVIDIA's architecture white papers; H20: as its driver reports).
final class Multiprocessors {
    private static final int HOPPER = 132;
    private static final List<Map.Entry<String, Integer>> BY_NAME =
            List.of(
                    Map.entry("H200", HOPPER),
                    Map.entry("H20", 78),
                    Map.entry("H100-PCIE", 114),
                    Map.entry("A100", 108),
                    Map.entry("B200", 148),
                    Map.entry("L40", 142),
                    Map.entry("A10", 72),
                    Map.entry("4090", 128),
                    Map.entry("3090", 82),
                    Map.entry("V100", 80));

    private Multiprocessors() {}

    static int of(String gpu) {
        String name = gpu.toUpperCase(Locale.ROOT);
        return BY_NAME.stream()
                .filter(entry -> name.contains(entry.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(HOPPER);
    }
}
