package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.DeploymentPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementFormatTest {
    /// The founding plan's 64 experts over four ranks.
    private static String plan(String placement) {
        return PlanFiles.with(
                PlanFiles.founding("ep16-dp1"),
                "strategy: EP16_TP1_PP1_DP1",
                "strategy: {expertParallel: 4, dataParallel: 4, expertPlacement: %s}"
                        .formatted(placement));
    }

    private static List<List<Integer>> placed(String placement) {
        DeploymentPlan plan = PlanFiles.checked(plan(placement)).file().plan();
        ExpertPlacement slots = ExpertPlacement.of(plan).orElseThrow();
        return IntStream.range(0, slots.ranks()).mapToObj(slots::on).toList();
    }

    private static List<Integer> from(int first, int end) {
        return IntStream.range(first, end).boxed().toList();
    }

    @Test
    void countsAreDealtInOrder() {
        assertThat(placed("[30, 10, 20, 4]"))
                .containsExactly(from(0, 30), from(30, 40), from(40, 60), from(60, 64));
    }

    @Test
    void listsAreTakenAsTheyAreAndCountsDealWhatIsLeft() {
        assertThat(placed("[20, [63, 0], 20, 22]"))
                .containsExactly(from(1, 21), List.of(63, 0), from(21, 41), from(41, 63));
    }

    @Test
    void anExpertNamedAgainIsAReplica() {
        DeploymentPlan plan =
                PlanFiles.checked(plan("[61, [61, 62], [62, 63], [63, 61]]")).file().plan();

        assertThat(plan.strategy().expertSplit().redundant()).isEqualTo(3);
        assertThat(ExpertPlacement.of(plan).orElseThrow().copies(61)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[16, 16, 16]              | has 3 entries | one for each of 4 expert-parallel ranks",
                "[16, 16, 16, 15]          | leaves out expert 63 | experts 0 to 63 must lie",
                "[1, 1, 1, 1]              | leaves out expert 4, 5, 6, 7, 8, 9, 10, 11 and 52 more | must",
                "[16, 16, 16, [64]]        | holds \"64\" | an expert number from 0 to 63",
                "[16, 16, 16, [-1]]        | holds \"-1\" | an expert number from 0 to 63",
                "[16, 16, 16, []]          | leaves a rank without experts | one entry per",
                "[64, 0, 0, 0]             | holds \"0\" | a number of experts",
                "[16, 16, 16, many]        | holds \"many\" | a number of experts",
                "[16, 16, 16, {a: 1}]      | holds a mapping | one entry per",
                "all                       | is \"all\" | one entry per",
                "'[16, 16, 16, 20], redundantExperts: 2' | has 68 slots, 4 beyond | make it 4",
            })
    void saysWhatIsWrong(String placement, String problem, String remedy) {
        InputError error = PlanFiles.rejected(plan(placement)).getFirst();

        assertThat(error.key()).isEqualTo("strategy.expertPlacement");
        assertThat(error.at().line()).isEqualTo(19);
        assertThat(error.problem()).contains(problem);
        assertThat(error.remedy()).contains(remedy);
    }

    @Test
    void aModelWithoutExpertsHasNothingToPlace() {
        InputError error =
                PlanFiles.rejected(
                                PlanFiles.with(
                                        PlanFiles.text(
                                                PlanFiles.examples().stream()
                                                        .filter(file ->
                                                                file.endsWith(
                                                                        "llama3-70b-tight.yaml"))
                                                        .findFirst()
                                                        .orElseThrow()),
                                        "strategy:",
                                        "strategy: {expertPlacement: [1]}\nx-strategy:"))
                        .getFirst();

        assertThat(error.key()).isEqualTo("strategy.expertPlacement");
        assertThat(error.problem()).contains("means nothing without experts");
    }
}
