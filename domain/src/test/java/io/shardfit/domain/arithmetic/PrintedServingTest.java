package io.shardfit.domain.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.StartUp;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.time.StepTime;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.WeightFormat.Module;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The printed arithmetic of serving engines, computed again for every format, engine and release.
class PrintedServingTest {
    private static final List<String> RELEASES =
            List.of("0.6", "0.8", "0.10", "0.11", "0.13", "0.19", "0.21");

    static List<ModelArchitecture> models() {
        return PrintedArithmeticTest.models();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void every_format_is_its_printed_arithmetic(Scheme scheme) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (ModelArchitecture model : models()) {
            check(arithmetic, plan(model, new VLlm(), "0.19", inference(scheme)));
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(500);
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_engine_is_its_printed_arithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (String release : RELEASES) {
            check(arithmetic, plan(model, new VLlm(), release, inference(Scheme.BF16)));
        }
        check(arithmetic, plan(model, new SgLang(), "0.5", inference(Scheme.FP8_BLOCK)));
        check(arithmetic, plan(model, new TensorRtLlm(), "1.0", inference(Scheme.FP8)));

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(500);
    }

    private static Inference inference(Scheme scheme) {
        return new Inference(
                4,
                4_000,
                new WeightFormat(scheme, 0, Set.of(Module.TABLES)),
                Precision.FP8,
                16,
                EngineLimits.DEFAULTS,
                Routing.UNIFORM);
    }

    private static DeploymentPlan plan(
            ModelArchitecture model, Convention engine, String release, Inference inference) {
        return Plans.plan(model, engine, Plans.strategy(1, 2, 3, 1), inference, 6)
                .withFramework(Framework.of(engine).withVersion(Version.of(release).orElseThrow()));
    }

    private static void check(PrintedArithmetic arithmetic, DeploymentPlan plan) {
        ServingMemory memory = (ServingMemory) MemoryModel.of(plan);
        String where = plan.model().name() + " " + plan.framework();
        for (int stage = 0; stage < 3; stage++) {
            StageMemory held = memory.stage(stage);
            for (MemoryPart part : memory.parts()) {
                String place = where + "/" + stage + "/" + part;
                arithmetic.check(place, memory.derivation(part, held.layers()));
                arithmetic.check(place + " low", held.lowHow(part));
                arithmetic.check(place + " high", held.highHow(part));
            }
        }
        for (Usage usage : Usage.values()) {
            StartUp start = memory.start(usage);
            arithmetic.check(where, start.loaded());
            arithmetic.check(where, start.capacity().tokensHow());
            arithmetic.check(where, start.capacity().concurrencyHow());
            arithmetic.check(where, start.capacity().neededHow());
        }
        if (StepTime.of(
                        plan,
                        memory.settings().inference(),
                        memory.load(),
                        memory.start(Usage.EXPECTED).capacity().concurrencyHow())
                instanceof KnownTime time) {
            arithmetic.check(where, time.throughputHow(Pace.EXPECTED));
        }
    }
}
