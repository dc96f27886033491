package io.shardfit.application.report;

import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.ReportPlans;
import io.shardfit.application.ReportPlans.Input;
import io.shardfit.application.ReportPlans.Outcome;
import io.shardfit.application.StrategySearch;
import io.shardfit.application.format.InputError;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The founding report again, with every sentence computed.
class AnalysisReportTest {
    private static final ReportPlans REPORT =
            new ReportPlans(
                    new CheckPlan(PlanFiles.CATALOGUE),
                    new ProposeRemedies(PlanFiles.CATALOGUE),
                    new StrategySearch(PlanFiles.CATALOGUE));
    private static final String FOUNDING = report(founding("ep16-dp4"), founding("ep16-dp1"));

    private static Outcome outcome(String... plans) {
        List<Input> inputs =
                Arrays.stream(plans)
                        .map(plan -> new Input("a.yaml", plan.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return REPORT.report(inputs, RuleSet.current(), Overrides.NONE);
    }

    private static String report(String... plans) {
        return switch (outcome(plans)) {
            case Outcome.Reported(_, String markdown) -> markdown;
            case Outcome.Rejected(List<InputError> errors) -> throw new AssertionError(errors);
        };
    }

    @Test
    void theSectionsAreThoseOfTheOriginalReport() {
        assertThat(FOUNDING.lines().filter(line -> line.startsWith("## ") || line.startsWith("# ")))
                .containsExactly(
                        "# Deployment analysis",
                        "## Executive summary",
                        "## Critical issues",
                        "## Hardware and model",
                        "## Parallel strategy evaluation",
                        "## Performance impact",
                        "## Corrective actions",
                        "## Recommended strategy",
                        "## Readiness assessment",
                        "## Conclusion",
                        "## Provenance");
        assertThat(FOUNDING)
                .contains("### Memory constraints", "### Compute efficiency", "### Bottleneck");
    }

    @Test
    void theStrategyNeeds64Of16Gpus() {
        assertThat(FOUNDING)
                .contains("64 of 16", "400 %", "EP 16 × TP 1 × PP 1 × DP 4")
                .containsPattern("\\| GPUs needed +\\| 64 = ")
                .containsPattern("\\| utilisation +\\| 400 % +\\| 100 % +\\|");
    }

    @Test
    void theDeclaredMemoryIsComparedInOneUnit() {
        assertThat(FOUNDING)
                .contains("133.33 % of the device's 80.00 GiB")
                .contains("That is 26.66 GiB or 28.63 GB too much, 25.0 % of the requirement.")
                .contains(
                        "\"34.53 GB, 30.1 %\" for the same figures comes from subtracting GiB from"
                                + " GB");
    }

    @Test
    void expertsPerGpuAreShownAsCountedThenAndNow() {
        assertThat(FOUNDING)
                .containsPattern("experts per GPU, rule-set 1 +\\| 64 +\\| 64 ")
                .containsPattern("experts per GPU, rule-set 2 +\\| 4 +\\| 4 ")
                .contains("total expert instances ÷ (EP × TP)");
    }

    @Test
    void theAdviceOfFp16InsteadOfFp8IsRefuted() {
        assertThat(FOUNDING)
                .containsOnlyOnce("### FP16 instead of FP8")
                .contains("This advice saves no memory.")
                .contains("16 bits instead of 8")
                .contains("every tensor that is stored in FP8 doubles")
                .contains("grow from 2.94 GiB to 5.87 GiB");
    }

    /// A change must not seem to heal what it does not touch: the declared requirement blocks until
    /// it is taken back or a GPU holds it.
    ///
    /// 46.43 GiB by docs/memory-model.md: states 1,340,215,296 × (6 + 12 ÷ 16) + 1,811,939,328 × 18
    /// = 41,661,361,152; kept 16 × 112,852,992 = 1,805,647,872; head 1024 × 32000 × 6 + 3 × 1024 ×
    /// 4096 × 2 = 221,773,824; dummies 452,984,832; workspaces 8,519,680 + 5 × 2^25 = 176,291,840;
    /// × 1.053, and 2.4 GB and 2 × 392 MB around = 49,850,916,675 bytes.
    @Test
    void aRemedyNamesAllThatMustChangeWithItsNumbers() {
        assertThat(FOUNDING)
                .containsPattern(
                        "`strategy.dataParallel: 1`, `hardware.gpu: H200-SXM-141GB` +\\| READY +\\|"
                                + " 16 of 16 ")
                .containsPattern(
                        "`strategy.dataParallel: 1`, `declared.memoryPerGpu: left out` +\\| READY"
                                + " +\\| 16 of 16 +\\| 46.43 GiB")
                .containsPattern(
                        "`strategy.dataParallel: 1` +\\| NOT_READY +\\| 16 of 16 +\\| 46.43 GiB"
                                + " +\\| \\+16.37 GiB +\\| MEM003")
                .contains("only right if it is not a measurement");
    }

    @Test
    void theConclusionIsThatOfTheOriginalReport() {
        assertThat(FOUNDING)
                .contains("**Status: NOT_READY**", "0 of 2 plans may be deployed.")
                .contains("**Recommendation:** do not deploy")
                .contains("**Risk level:** HIGH");
    }

    @Test
    void theConclusionNamesWhatTheSectionsBeforeItFound() {
        assertThat(FOUNDING.substring(FOUNDING.indexOf("## Conclusion")))
                .contains(
                        "no plan passes. Judged again, these do:",
                        "`moe-30b-ep16-dp4` becomes READY with corrective action 1:"
                                + " `strategy.dataParallel: 1`, `hardware.gpu: H200-SXM-141GB`")
                .containsPattern(
                        "`moe-30b-ep16-dp1` becomes READY with the recommended strategy `EP8_\\w+` on"
                                + " 16 GPUs, if the declared memory is no measurement");
    }

    @Test
    void noCostIsLeftEmptyAndHardwareIsOne() {
        assertThat(FOUNDING)
                .containsPattern("H200-SXM-141GB` .*\\| 16 × H200-SXM-141GB to be had, speed not")
                .containsPattern(
                        "`declared.memoryPerGpu: left out` \\| READY .*\\| none +\\| the decl");
    }

    /// 64 GPUs are asked for where 16 are; asking for 512 frees more and is worse.
    @Test
    void whatAsksForMoreGpusIsNoBetterTry() {
        String tried = FOUNDING.substring(FOUNDING.indexOf("Tried and not enough"));

        assertThat(tried.indexOf("512 of 16")).isGreaterThan(tried.indexOf("64 of 16"));
    }

    @Test
    void aPlanThatFitsIsOfLowRisk() {
        String ready = report(founding("ep16-dp1-computed"));

        assertThat(ready)
                .contains("**Status: READY**", "1 of 1 plan may be deployed.")
                .contains("deploy `moe-30b-ep16-dp1-computed`.", "**Risk level:** LOW")
                .contains("nothing: all checks passed")
                .doesNotContain("NOT_READY: ", "34.53");
    }

    @Test
    void onePlanOfSeveralIsEnough() {
        assertThat(report(founding("ep16-dp4"), founding("ep16-dp1-computed")))
                .contains("**Status: 1 READY, 1 NOT_READY**", "1 of 2 plans may be deployed.");
    }

    @Test
    void anotherDeclaredMemoryGivesOtherSentences() {
        String less = report(with(founding("ep16-dp1"), "114.53 GB", "100 GB"));
        String fits = report(with(founding("ep16-dp1"), "114.53 GB", "45 GiB"));

        assertThat(less)
                .contains("116.42 % of the device's 80.00 GiB")
                .contains("That is 13.13 GiB or 14.10 GB too much, 14.1 % of the requirement.")
                .contains("\"20.00 GB, 20.0 %\"")
                .doesNotContain("133.33", "26.66", "34.53");
        assertThat(fits)
                .contains("**Status: READY**")
                .doesNotContain("too much", "subtracting GiB");
    }

    @Test
    void anotherStrategyGivesOtherSentences() {
        String other = report(with(founding("ep16-dp1"), "EP16_TP1_PP1_DP1", "EP8_TP2_PP1_DP2"));

        assertThat(other)
                .contains("32 of 16", "200 %")
                .containsPattern("experts per GPU, rule-set 1 +\\| 64 ")
                .containsPattern("experts per GPU, rule-set 2 +\\| 8 ")
                .doesNotContain("needs 64 GPUs", "EP 16");
    }

    @Test
    void aStrategyWithoutLawfulShapeHasNoAmounts() {
        assertThat(report(with(founding("ep16-dp1"), "EP16_TP1_PP1_DP1", "TP5")))
                .contains("Not computed: the strategy has no lawful shape", "PAR002")
                .contains("the shape of the strategy, before any amount");
    }

    @Test
    void everyTableIsWhole() {
        long columns = 0;
        for (String line : FOUNDING.lines().toList()) {
            if (!line.startsWith("|")) {
                columns = 0;
                continue;
            }
            long here = line.replace("\\|", "").chars().filter(c -> c == '|').count();
            assertThat(columns == 0 || here == columns).as(line).isTrue();
            columns = here;
        }
        assertThat(FOUNDING.replace("strategy: {", ""))
                .endsWith("\n")
                .doesNotContain("\r", "\t", "null", "Optional", "{");
    }

    @Test
    void theReportSaysWhatItIsMadeFrom() {
        assertThat(FOUNDING)
                .contains("rule-set 2 of 2026-11-23", "Assumed for `moe-30b-ep16-dp4`:")
                .containsPattern("sha256:[0-9a-f]{64}")
                .contains("`model.normalization` = rmsnorm (usual for published models)");
    }

    @Test
    void theSamePlansGiveTheSameReport() {
        assertThat(report(founding("ep16-dp4"), founding("ep16-dp1"))).isEqualTo(FOUNDING);
    }

    @Test
    void oneUnreadableFileRejectsTheReportWithAllErrors() {
        Outcome outcome = outcome(founding("ep16-dp1"), "a: 1\n", "");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.errors()).hasSizeGreaterThan(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EP64_TP8_PP2", "EP3", "PP5", "EP1", "TP16_CP2", "DP128", "PP16_VP1"})
    void everyStrategyCanBeReported(String strategy) {
        assertThat(report(with(founding("ep16-dp1"), "EP16_TP1_PP1_DP1", strategy)))
                .contains("## Conclusion");
    }

    @Test
    void estimatesTheTimeOfAStepAndSaysThatItIsNoBenchmark() {
        assertThat(report(founding("ep16-dp1-computed")))
                .contains("### Estimated time", "no benchmark", "all-to-all of the experts");
    }

    /// What is recommended passes the check when its keys are written into the plan.
    @Test
    void aStrategyIsRecommendedAndPasses() {
        assertThat(FOUNDING)
                .contains("## Recommended strategy")
                .contains("10,655 of 19,176 candidates are READY");
        int from = FOUNDING.indexOf("Recommended, as keys of the plan:");
        String keys =
                FOUNDING.substring(
                        from, FOUNDING.indexOf("```", FOUNDING.indexOf("```", from) + 3));
        assertThat(keys).contains("strategy: {").contains("without declared.memoryPerGpu");
    }

    @Test
    void manyGpusAreLeftToTheSearch() {
        String many = PlanFiles.with(founding("ep16-dp4"), "gpus: 16", "gpus: 128");
        assertThat(report(many)).contains("`shardfit search a.yaml` finds the best on 128 GPUs.");
    }
}
