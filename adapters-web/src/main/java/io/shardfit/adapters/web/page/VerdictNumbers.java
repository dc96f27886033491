package io.shardfit.adapters.web.page;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.document.Json;
import io.shardfit.application.document.RemediesDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.remedy.Proposals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which numbers the page of a verdict shows, by their paths in the document that it is written
/// from.
final class VerdictNumbers {
    private static final Map<String, List<String>> OF_CHECKS =
            Map.of(
                    "gpus", List.of("gpus.required", "gpus.available"),
                    "memory",
                            List.of(
                                    "memory.worst.totalBytes",
                                    "memory.worst.highBytes",
                                    "memory.budgetBytes"),
                    "declared", List.of("memory.declared.bytes", "memory.declared.shareOfDevice"),
                    "experts", List.of("experts.perGpu.max", "experts.imbalance"));

    private VerdictNumbers() {}

    /// {@return the verdict's document with its remedies}
    static Json.Fields document(CheckedPlan checked, Proposals proposals) {
        return RemediesDocument.in(VerdictDocument.of(checked), proposals);
    }

    /// {@return the same with another member}
    static Json.Fields with(Json.Fields document, String name, Json member) {
        Map<String, Json> members = new LinkedHashMap<>(document.members());
        members.put(name, member);
        return new Json.Fields(members);
    }

    /// {@return for each check the numbers that it compares}
    static Map<String, List<String>> ofChecks() {
        return OF_CHECKS;
    }

    /// {@return the evidence of a finding}
    static String finding(int index) {
        return "findings[%d].evidence".formatted(index);
    }

    /// @param number from 1
    static String remedy(int number) {
        return "remedies[%d]".formatted(number - 1);
    }

    /// {@return what the table of a stage shows}
    static List<String> ofStack(MemoryStack stack) {
        List<String> paths = new ArrayList<>();
        stack.parts()
                .forEach(part ->
                        Stream.of(".low", ".bytes", ".high")
                                .map(part.path()::concat)
                                .forEach(paths::add));
        Stream.of(".lowBytes", ".totalBytes", ".highBytes")
                .map(stack.path()::concat)
                .forEach(paths::add);
        return paths;
    }
}
