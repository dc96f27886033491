package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.SearchDocument;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.format.PlanEdit;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.search.Branch;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.Edits;
import io.shardfit.domain.search.Edits.Edit;
import io.shardfit.domain.search.MinimumCluster;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.search.SearchSpace;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchStrategiesTest {
    private static final Pattern STRATEGY = Pattern.compile("(?m)^strategy:.*\\n(?:[ ]+.*\\n)*");
    private static final Pattern DECLARED = Pattern.compile("(?m)^declared:.*\\n");

    static Stream<Path> examples() {
        return PlanFiles.examples().stream();
    }

    /// EP 16 with one replica is the one strategy that the founding report calls READY.
    @ParameterizedTest
    @ValueSource(strings = {"ep16-dp4", "ep16-dp1", "ep16-dp1-computed"})
    void findsTheRunnableStrategiesOfTheFoundingCase(String plan) {
        SearchedPlan searched =
                Searches.searched(
                        PlanFiles.founding(plan), Searches.withTop(Searches.on(16), 1_000));

        assertThat(searched.readiness()).isEqualTo(Readiness.READY);
        assertThat(searched.found().best())
                .filteredOn(candidate -> candidate.readiness() == Readiness.READY)
                .extracting(candidate -> candidate.plan().strategy().shorthand())
                .contains("EP16_TP1_PP1_DP1");
    }

    /// Megatron folds EP into DP, so that EP 16 needs DP 16 where nothing else splits.
    @Test
    void findsTheRunnableStrategiesUnderMegatron() {
        SearchedPlan searched =
                Searches.searched(
                        PlanFiles.founding("ep16-dp4-megatron"),
                        Searches.withTop(Searches.on(16), 1_000));

        assertThat(searched.found().best())
                .filteredOn(candidate -> candidate.readiness() == Readiness.READY)
                .extracting(candidate -> candidate.plan().strategy().shorthand())
                .contains("EP16_TP1_PP1_DP16")
                .doesNotContain("EP16_TP1_PP1_DP1");
    }

    /// 30.33 B parameters of 18 bytes (bf16 weights, fp32 gradients, masters and two moments) are
    /// 546 GB, which 4 GPUs of 84.99 GB cannot hold.
    @Test
    void theMinimumIsWhatEveryCandidateSays() {
        SearchedPlan searched =
                Searches.searched(PlanFiles.founding("ep16-dp4"), Searches.minimumUpTo(24));
        MinimumCluster minimum = searched.minimum().orElseThrow();
        DeploymentPlan plan =
                searched.file()
                        .plan()
                        .withDeclared(searched.file().plan().declared().withoutMemory());

        int smallest = 0;
        for (int gpus : List.of(1, 2, 4, 8, 16, 24)) {
            if (smallest == 0 && isReadyOn(plan, gpus)) {
                smallest = gpus;
            }
        }

        assertThat(smallest).isGreaterThan(4);
        assertThat(minimum.smallest().orElseThrow().gpus()).isEqualTo(smallest);
        Candidate closest = minimum.before().orElseThrow().found().closest().orElseThrow();
        assertThat(searched.decisive(closest)).extracting(Finding::code).containsExactly("MEM002");
    }

    private static boolean isReadyOn(DeploymentPlan plan, int gpus) {
        for (Branch branch : SearchSpace.exactly(plan, gpus).branches()) {
            for (DeploymentPlan candidate : branch.candidates()) {
                if (CompatibilityCheck.check(candidate, RuleSet.current()).readiness()
                        == Readiness.READY) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Six GPUs of a node of eight do not divide it: the sizes are 1, 2, 4, 8.
    @Test
    void saysThatNoClusterIsLargeEnough() {
        SearchedPlan searched =
                Searches.searched(PlanFiles.founding("ep16-dp4"), Searches.minimumUpTo(6));
        MinimumCluster minimum = searched.minimum().orElseThrow();

        assertThat(searched.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(minimum.smallest()).isEmpty();
        assertThat(minimum.before().orElseThrow().gpus()).isEqualTo(4);
        assertThat(searched.space().clusterSizes()).containsExactly(1, 2, 4);
    }

    /// What a search shows is written into the plan, read back and checked like any other plan.
    @ParameterizedTest
    @MethodSource("examples")
    void everyResultPassesTheCheck(Path example) {
        String text = PlanFiles.text(example);
        for (Objective objective : List.of(Objective.STEP_TIME, Objective.BALANCE)) {
            SearchedPlan searched =
                    Searches.searched(
                            text, Searches.by(Searches.withTop(Searches.USUAL, 8), objective));
            List<Candidate> results =
                    Stream.concat(
                                    searched.found().best().stream(),
                                    searched.found().front().candidates().stream())
                            .toList();
            for (Candidate candidate : results) {
                CheckedPlan checked = PlanFiles.checked(edited(text, searched, candidate));

                assertThat(checked.verdict().readiness())
                        .as(candidate.plan().strategy().shorthand())
                        .isEqualTo(candidate.readiness());
                assertThat(checked.verdict().plan().strategy())
                        .isEqualTo(candidate.plan().strategy());
                assertThat(checked.verdict().plan().workload())
                        .isEqualTo(candidate.plan().workload());
            }
        }
    }

    private static String edited(String text, SearchedPlan searched, Candidate candidate) {
        Edits edits = Edits.of(searched.file().plan(), candidate);
        String plan = STRATEGY.matcher(text).replaceFirst(edits.strategyLine() + "\n");
        if (edits.removed().contains("declared.memoryPerGpu")) {
            plan = DECLARED.matcher(plan).replaceFirst("");
        }
        byte[] bytes = plan.getBytes(StandardCharsets.UTF_8);
        List<String> without = edits.removed().stream().map(key -> last(key)).toList();
        for (Edit edit : edits.others()) {
            bytes =
                    PlanEdit.set("plan.yaml", bytes, edit.key(), edit.value(), without)
                            .orElseThrow();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void theAnswerDoesNotDependOnTheThreads(int threads) {
        SearchRequest many =
                new SearchRequest(
                        OptionalInt.empty(),
                        OptionalInt.of(48),
                        Objective.THROUGHPUT,
                        20,
                        true,
                        threads,
                        RuleSet.current(),
                        Searches.USUAL.margin());
        String plan = PlanFiles.founding("ep16-dp4-megatron");

        assertThat(json(plan, many)).isEqualTo(json(plan, Searches.withThreads(many, 1)));
    }

    private static String json(String plan, SearchRequest request) {
        return JsonText.pretty(SearchDocument.of(Searches.searched(plan, request)));
    }

    @ParameterizedTest
    @EnumSource(Objective.class)
    void theFirstIsTheBestOfItsObjective(Objective objective) {
        SearchRequest request = Searches.by(Searches.withTop(Searches.on(8), 1_000), objective);
        List<Candidate> best =
                Searches.searched(PlanFiles.founding("ep16-dp4-megatron"), request).found().best();

        for (int i = 1; i < best.size(); i++) {
            assertThat(objective.order().compare(best.get(i - 1), best.get(i)))
                    .isLessThanOrEqualTo(0);
        }
    }
}
