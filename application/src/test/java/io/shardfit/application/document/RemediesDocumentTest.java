package io.shardfit.application.document;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.remedy.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemediesDocumentTest {
    private static Json.Fields document(String example) {
        CheckedPlan plan = checked(founding(example));
        return RemediesDocument.in(
                VerdictDocument.of(plan),
                new ProposeRemedies(PlanFiles.CATALOGUE)
                        .propose(plan.verdict(), Limits.of(3, 400)));
    }

    private static Json at(Json json, String... path) {
        Json value = json;
        for (String step : path) {
            value =
                    value instanceof Json.Items items
                            ? items.values().get(Integer.parseInt(step))
                            : ((Json.Fields) value).members().get(step);
        }
        return value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ep16-dp4", "ep16-dp1", "ep16-dp4-megatron"})
    void everyNumberIsItsPrintedArithmetic(String example) {
        List<Derivation> hows = new ArrayList<>();
        Json.Fields document = document(example);
        collect(at(document, "remedies"), hows);
        collect(at(document, "triedAndNotEnough"), hows);
        collect(at(document, "remedySearch"), hows);

        assertThat(hows).hasSizeGreaterThan(50);
        assertThat(hows.stream().map(Arithmetic::fault).filter(fault -> !fault.isEmpty()))
                .isEmpty();
    }

    private static void collect(Json json, List<Derivation> hows) {
        switch (json) {
            case Json.Fields(Map<String, Json> members) ->
                    members.values().forEach(value -> collect(value, hows));
            case Json.Items items -> items.values().forEach(value -> collect(value, hows));
            case Json.Figure figure -> hows.add(figure.how());
            case Json.Text _, Json.Flag _, Json.Nothing _ -> {}
        }
    }

    @Test
    void throughputNamesTheTimeModelAsItsSource() {
        Json throughput = at(document("ep16-dp1"), "remedies", "0", "throughput");

        assertThat(((Json.Figure) throughput).how().toString())
                .contains("docs/time-model.md")
                .doesNotContain("not");
    }

    @Test
    void aRemedyIsKeysFlagsAndFigures() {
        Json remedy = at(document("ep16-dp4-megatron"), "remedies", "0");

        assertThat(((Json.Fields) remedy).members().keySet())
                .containsExactly(
                        "edits",
                        "set",
                        "flags",
                        "verdict",
                        "codes",
                        "gpus",
                        "memory",
                        "recomputationFlops",
                        "throughput",
                        "risk",
                        "results");
        assertThat(at(remedy, "set", "0", "key")).isEqualTo(Json.text("strategy.dataParallel"));
        assertThat(at(remedy, "set", "0", "value")).isEqualTo(Json.text("16"));
        assertThat(at(remedy, "flags", "0"))
                .isEqualTo(Json.text("torchrun --nnodes 2 --nproc-per-node 8"));
        assertThat(at(remedy, "memory", "freedBytes")).isInstanceOf(Json.Nothing.class);
    }

    @Test
    void aReadyPlanHasTheMembersEmpty() {
        Json.Fields document = document("ep16-dp1-computed");

        assertThat(at(document, "remedies")).isEqualTo(Json.items(List.of()));
        assertThat(at(document, "triedAndNotEnough")).isEqualTo(Json.items(List.of()));
        assertThat(at(document, "remedySearch", "ending"))
                .isEqualTo(Json.text("nothing-to-repair"));
    }
}
