package io.shardfit.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.rule.EngineTakesItsSteps;
import io.shardfit.domain.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A search skips what a rule has already said about a whole branch. What it finds is what the
/// check says to every candidate, one by one.
class PruningTest {
    /// Keeps every READY strategy.
    private static final Ranking ALL = new Ranking(Objective.STEP_TIME, Integer.MAX_VALUE);

    /// So little that every model fits with some strategies, and not with others.
    private static final ByteSize SMALL = ByteSize.ofGiB(40);

    /// Three models, each small enough for its whole grid: a mixture of experts that does not fit
    /// everywhere, a dense model whose layers have few divisors, and DeepSeek's latent attention.
    static Stream<Arguments> spaces() {
        return Stream.of(Models.founding(), Models.llama3With70B(6), Models.deepSeekV3(5, 3))
                .flatMap(model ->
                        Convention.all().stream()
                                .flatMap(convention ->
                                        Stream.of(
                                                        Plans.pretraining(24, 1, 2_048),
                                                        Plans.serving(16, 4_096))
                                                .map(work -> arguments(model, convention, work))));
    }

    private static Arguments arguments(
            ModelArchitecture model, Convention convention, Workload workload) {
        return Arguments.of(
                model.name(),
                convention.name(),
                workload.getClass().getSimpleName(),
                Plans.plan(model, convention, ParallelStrategy.single(), workload, 12)
                        .withCluster(new Cluster(Plans.aGpuWith(SMALL), 12, 8, Figure.absent())));
    }

    static Found search(SearchSpace space, Ranking ranking) {
        Found found = Found.nothing();
        for (Branch branch : space.branches()) {
            found = found.plus(branch.search(RuleSet.current(), ranking), ranking);
        }
        return found;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("spaces")
    void findsWhatTheCheckSaysToEveryCandidate(
            String model, String convention, String work, DeploymentPlan plan) {
        for (int gpus : List.of(1, 8, 12)) {
            SearchSpace space = SearchSpace.exactly(plan, gpus);

            Unpruned expected = Unpruned.search(space);
            Found found = search(space, ALL);

            assertThat(found.candidates()).isEqualTo(new Count(expected.candidates()));
            assertThat(found.ready()).isEqualTo(new Count(expected.ready().size()));
            assertThat(found.tight()).isEqualTo(new Count(expected.tight()));
            assertThat(numbers(found.rejected())).isEqualTo(expected.rejected());
            assertThat(families(found)).isEqualTo(families(expected));
        }
    }

    private static Map<String, Long> numbers(Map<String, Count> counts) {
        Map<String, Long> numbers = new TreeMap<>();
        counts.forEach((code, count) -> numbers.put(code, count.things()));
        return numbers;
    }

    /// READY strategies by the strategy that they are without virtual stages.
    private static Map<String, Integer> families(Found found) {
        Map<String, Integer> families = new TreeMap<>();
        for (Candidate candidate : found.best()) {
            if (candidate.readiness() == Readiness.READY) {
                families.put(family(candidate.plan().strategy()), candidate.alike() + 1);
            }
        }
        return families;
    }

    private static Map<String, Integer> families(Unpruned unpruned) {
        Set<ParallelStrategy> strategies = new HashSet<>();
        unpruned.ready().forEach(plan -> strategies.add(plan.strategy()));
        Map<String, Integer> families = new TreeMap<>();
        strategies.forEach(strategy -> families.merge(family(strategy), 1, Integer::sum));
        return families;
    }

    private static String family(ParallelStrategy strategy) {
        return strategy.shorthand().replaceFirst("_VP[0-9]+", "")
                + strategy.pipelineSplit().placement();
    }

    /// A training candidate is fitted without being asked again, so each shape rule is asked
    /// before; the one that is left out looks at engines alone.
    @Test
    void everyShapeRuleIsAskedBeforeACandidateIsFitted() {
        List<Class<?>> asked =
                Stream.of(
                                Rejection.OF_TENSOR,
                                Rejection.OF_PIPELINE,
                                Rejection.OF_DEGREES,
                                Rejection.OF_GROUPS,
                                Rejection.OF_LENGTH,
                                Rejection.OF_BATCH,
                                Rejection.OF_COVERAGE,
                                List.of(new EngineTakesItsSteps()))
                        .flatMap(List::stream)
                        .<Class<?>>map(Object::getClass)
                        .toList();

        assertThat(CompatibilityCheck.SHAPE_RULES)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void pruningIsWhatMakesItShort() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.deepSeekV3(61, 3),
                        ParallelStrategy.single(),
                        Plans.pretraining(96, 1, 4_096),
                        16);

        Found found = search(SearchSpace.exactly(plan, 16), new Ranking(Objective.MARGIN, 3));

        assertThat(found.judged().things() * 4).isLessThan(found.candidates().things());
    }
}
