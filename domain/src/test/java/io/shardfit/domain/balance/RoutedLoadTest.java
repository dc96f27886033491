package io.shardfit.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.arithmetic.PrintedArithmetic;
import io.shardfit.domain.balance.ExpertPlacement.Dealt;
import io.shardfit.domain.balance.ExpertPlacement.Listed;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeclaredPlacement;
import io.shardfit.domain.strategy.DeclaredPlacement.Count;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Zipf;
import io.shardfit.domain.workload.Workload.Training;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Loads of ranks, by hand.
class RoutedLoadTest {

    private static Experts experts(int count, int perToken) {
        return new Experts(count, perToken, 1_024, 0, 0, 1);
    }

    private static RoutedLoad load(ExpertPlacement placement, Routing routing, int perToken) {
        return RoutedLoad.of(
                placement, routing, experts(placement.experts(), perToken), Optional.empty());
    }

    private static Listed listed(int experts, List<List<Integer>> slots) {
        return new Listed(experts, slots);
    }

    private static Histogram histogram(Long... tokens) {
        return new Histogram(List.of(tokens), "test");
    }

    private static Ratio of(long numerator, long denominator) {
        return Ratio.of(numerator, denominator);
    }

    /// 10 experts over 4 ranks lie 3, 3, 2, 2: the first gets 3 of 10 parts, the mean is 10 ÷ 4.
    @Test
    void unevenExpertsAreASkewOfTheirOwn() {
        RoutedLoad load = load(new Dealt(10, 4), Routing.UNIFORM, 2);

        assertThat(load.worstOverMean()).isEqualTo(of(6, 5));
        assertThat(load.candidates()).hasSize(1);
        assertThat(load.fullest().slots()).isEqualTo(3);
    }

    /// Lists of 1, 4, 2 and 3 experts: 4 × 4 ÷ 10.
    @Test
    void listsAreAsUnevenAsTheyAre() {
        RoutedLoad load =
                load(
                        listed(
                                10,
                                List.of(
                                        List.of(9),
                                        List.of(0, 1, 2, 3),
                                        List.of(4, 5),
                                        List.of(6, 7, 8))),
                        Routing.UNIFORM,
                        2);

        assertThat(load.busiest().rank()).isEqualTo(1);
        assertThat(load.worstOverMean()).isEqualTo(of(8, 5));
    }

    /// Expert 0 has three replicas: it lies with 1, with 2 and alone. Its 9 of 12 tokens are
    /// shared, 3 each, so ranks get 3 + 2, 3 + 1 and 3 + 0 where 4 is the mean.
    @Test
    void replicasShareTheTokensOfTheirExpert() {
        RoutedLoad load =
                load(
                        listed(3, List.of(List.of(0, 1), List.of(0, 2), List.of(0))),
                        histogram(9L, 2L, 1L),
                        1);

        assertThat(load.busiest().rank()).isZero();
        assertThat(load.worstOverMean()).isEqualTo(of(5, 4));
    }

    /// 4 experts, exponent 1: weights 1, 1/2, 1/3, 1/4, together 25/12, so the two ranks get 18/25
    /// and 7/25. Weights are rounded up to billionths: a third is 0.333333334.
    @Test
    void zipfByHand() {
        RoutedLoad load = load(new Dealt(4, 2), new Zipf(Ratio.ONE), 1);

        // 2 × 1 500 000 000 ÷ 2 083 333 334 = 1.43999999954, rounded up to millionths
        assertThat(load.worstOverMean()).isEqualTo(of(36, 25));
        assertThat(load.busiest().rank()).isZero();
    }

    @Test
    void zipfOfExponentZeroIsUniform() {
        assertThat(load(new Dealt(10, 4), new Zipf(of(0, 1)), 2).worstOverMean())
                .isEqualTo(of(6, 5));
    }

    /// Two of four experts per token, exponent 2: weights 1, 1/4, 1/9, 1/16. Expert 0 would get
    /// 1.40 copies of each token and gets 1; the others share 1 in the ratio 36 : 16 : 9, so ranks
    /// get 1 + 36/61 and 25/61 where 1 is the mean.
    @Test
    void noExpertGetsATokenTwice() {
        RoutedLoad load = load(new Dealt(4, 2), new Zipf(of(2, 1)), 2);

        assertThat(load.worstOverMean().rounded(6)).isEqualTo("1.590164"); // 97 ÷ 61 = 1.5901639
    }

    /// A token visits at most min(k, l) of the l experts on a rank.
    @ParameterizedTest
    @CsvSource({
        "8, 8, 2, 4.0", // one expert a rank: half of all copies at most
        "8, 4, 2, 4.0", // both copies of all tokens
        "64, 16, 2, 16.0",
        "256, 64, 8, 32.0", // four experts a rank: 64 × 4 ÷ 8
        "10, 4, 3, 4.0", // the rank with three
        "8, 8, 1, 8.0", // a collapsed router, pytorch/torchtitan issue 1246
    })
    void tokensThatChooseDistinctExpertsBoundTheSkew(
            int experts, int ranks, int perToken, double most) {
        DeploymentPlan plan =
                Plans.plan(
                        model(experts, perToken),
                        new Multiplicative(),
                        Plans.strategy(ranks, 1, 1, 1),
                        Plans.pretraining(64, 1, 1_024),
                        ranks);
        RoutedLoad declared =
                load(new Dealt(experts, ranks), new MaxOverMean(of(9_999, 1)), perToken);

        assertThat(RoutedLoad.atMost(plan).worstOverMean().rounded(1)).isEqualTo("" + most);
        assertThat(declared.worstOverMean().rounded(1)).isEqualTo("" + most);
        assertThat(declared.isImpossible(experts(experts, perToken))).isTrue();
    }

    private static ModelArchitecture model(int experts, int perToken) {
        ModelArchitecture founding = Models.founding();
        return new ModelArchitecture(
                "experts",
                2,
                1_024,
                32_000,
                false,
                founding.normalization(),
                founding.attention(),
                new MixtureOfExperts(true, 0, experts(experts, perToken)));
    }

    /// Where replicas lie apart no rank can get all tokens: rank 0 has half of expert 0, all of
    /// expert 1: tokens that choose both bring 1½ of 2 copies to one of three ranks.
    @Test
    void replicasLowerTheBound() {
        RoutedLoad load =
                load(
                        listed(3, List.of(List.of(0, 1), List.of(0), List.of(2))),
                        new MaxOverMean(of(100, 1)),
                        2);

        assertThat(load.candidates().getFirst().overMean()).isEqualTo(of(9, 4));
    }

    @Test
    void aDeclaredSkewWithinTheBoundIsTakenAsItIs() {
        RoutedLoad load = load(new Dealt(64, 16), new MaxOverMean(of(13, 10)), 2);

        assertThat(load.worstOverMean()).isEqualTo(of(13, 10));
        assertThat(load.isImpossible(experts(64, 2))).isFalse();
    }

    /// sgl-project/sglang pull request 37741: 8 tokens, 256 experts, top 8, EP 16. Each token's
    /// choices lie 32 experts apart, so every second rank gets 8 copies and the others none.
    @Test
    void aRoundRobinThatStridesOverRanksLoadsEverySecondTwice() {
        long[] tokens = new long[256];
        for (int token = 0; token < 8; token++) {
            for (int choice = 0; choice < 8; choice++) {
                tokens[token + 32 * choice]++;
            }
        }
        Histogram published =
                new Histogram(IntStream.range(0, 256).mapToObj(e -> tokens[e]).toList(), "test");

        RoutedLoad load = load(new Dealt(256, 16), published, 8);

        assertThat(load.worstOverMean()).isEqualTo(of(2, 1));
    }

    /// The scenarios of NVIDIA/Megatron-LM pull request 7488, in numbers of our own: 8 experts over
    /// 4 ranks, top 2, 16 tokens a rank, so that 32 copies are the mean of a rank.
    @ParameterizedTest
    @CsvSource({
        "balanced, '16 16 16 16 16 16 16 16', 1, 0",
        "hot expert set, '40 8 40 8 8 8 8 8', 1.5, 0", // 48 copies on ranks 0 and 1
        "hot rank, '48 48 8 8 4 4 4 4', 3, 0", // 96 on rank 0
        "spread hot experts, '26 6 26 6 26 6 26 6', 1, 0",
        "zero expert rank, '22 21 22 21 21 21 0 0', 1.34375, 0", // 43 of 128
        "burst, '64 64 0 0 0 0 0 0', 4, 0", // every token to both
    })
    void theScenariosOfAnImbalanceBenchmark(String name, String tokens, double factor, int rank) {
        List<Long> counts = new ArrayList<>();
        for (String count : tokens.split(" ")) {
            counts.add(Long.valueOf(count));
        }

        RoutedLoad load = load(new Dealt(8, 4), new Histogram(counts, name), 2);

        assertThat(new BigDecimal(load.worstOverMean().toString()).doubleValue())
                .as(name)
                .isEqualTo(factor);
        assertThat(load.busiest().rank()).isEqualTo(rank);
    }

    @Test
    void aHistogramThatGivesAnExpertMoreThanEveryTokenIsNotOfThisModel() {
        Histogram impossible = histogram(90L, 4L, 3L, 3L);
        RoutedLoad load = load(new Dealt(4, 4), impossible, 2);

        assertThat(load.isImpossible(experts(4, 2))).isTrue();
        assertThat(load.worstOverMean()).isEqualTo(of(2, 1)); // half of all copies, 4 ranks
        assertThat(load(new Dealt(4, 4), impossible, 1).isImpossible(experts(4, 1))).isFalse();
    }

    /// One rank holds most, another does most: both must be looked at.
    @Test
    void theFullestAndTheBusiestRankAreBothCandidates() {
        RoutedLoad load =
                load(
                        listed(6, List.of(List.of(1, 2, 3), List.of(0), List.of(4, 5))),
                        histogram(60L, 8L, 8L, 8L, 8L, 8L),
                        1);

        assertThat(load.candidates()).extracting(RankLoad::rank).containsExactly(0, 1);
        assertThat(load.fullest().overMean()).isEqualTo(of(18, 25)); // 24 × 3 ÷ 100
        assertThat(load.busiest().overMean()).isEqualTo(of(9, 5)); // 60 × 3 ÷ 100
    }

    /// Brute force: every rank is no fuller and no busier than one of the candidates.
    @Test
    void everyRankIsCoveredByACandidate() {
        List<Integer> slots = new ArrayList<>(IntStream.range(0, 24).boxed().toList());
        for (int seed = 1; seed <= 50; seed++) {
            Collections.rotate(slots, 7 * seed);
            Listed placement = cut(slots, seed);
            Histogram skew =
                    new Histogram(
                            IntStream.range(0, 24).mapToObj(e -> 1L + e * e % 17).toList(), "test");
            RoutedLoad load = load(placement, skew, 3);
            for (int rank = 0; rank < placement.ranks(); rank++) {
                RankLoad one = alone(placement, rank, skew);
                assertThat(load.candidates()).anyMatch(one::isCoveredBy);
            }
        }
    }

    private static Listed cut(List<Integer> slots, int seed) {
        List<List<Integer>> ranks = new ArrayList<>();
        int from = 0;
        for (int size : List.of(1 + seed % 5, 7, 2 + seed % 3)) {
            ranks.add(slots.subList(from, from + size));
            from += size;
        }
        ranks.add(slots.subList(from, slots.size()));
        return listed(24, ranks);
    }

    /// 64-bit arithmetic of the definition, apart from the code under test.
    private static RankLoad alone(Listed placement, int rank, Histogram skew) {
        long here = placement.on(rank).stream().mapToLong(skew.tokens()::get).sum();
        long all = skew.tokens().stream().mapToLong(Long::longValue).sum();
        long millionths = Math.ceilDiv(1_000_000 * here * placement.ranks(), all);
        return new RankLoad(
                rank,
                placement.on(rank).size(),
                of(millionths, 1_000_000),
                RoutedLoad.uniformly(placement).busiest().how());
    }

    private static DeploymentPlan training(
            Convention convention, ExpertDispatch dispatch, Routing routing) {
        Training usual = Plans.pretraining(64, 1, 1_024);
        return Plans.plan(
                model(8, 2),
                convention,
                Plans.strategy(4, 1, 1, 4),
                new Training(
                        usual.globalBatch(),
                        usual.microBatch(),
                        usual.sequenceLength(),
                        usual.states(),
                        usual.recomputed(),
                        usual.kernels(),
                        dispatch,
                        routing),
                4);
    }

    private static ExpertDispatch capacity(long hundredths, boolean drop, boolean pad) {
        return new ExpertDispatch(Dispatcher.ALLTOALL, Optional.of(of(hundredths, 100)), drop, pad);
    }

    /// 1024 tokens, top 2 of 8 experts: an even share is 256 copies per expert and source rank,
    /// factor 1.25 takes 320. Two experts on a rank: 640 of 512 in the mean
    /// (NVIDIA/Megatron-LM@d98e8a6 moe_utils.py:263, capacity = ceil(tokens × k ÷ experts ×
    /// factor)).
    @Test
    void capacityLimitsABurst() {
        Histogram burst = histogram(64L, 64L, 0L, 0L, 0L, 0L, 0L, 0L);

        assertThat(worst(new MegatronCore(), capacity(125, true, false), burst))
                .isEqualTo(of(5, 4));
        assertThat(worst(new MegatronCore(), ExpertDispatch.ALLTOALL, burst)).isEqualTo(of(4, 1));
        assertThat(worst(new DeepSpeed(), capacity(125, true, false), burst)).isEqualTo(of(5, 4));
        assertThat(worst(new DeepSpeed(), capacity(125, false, false), burst)).isEqualTo(of(4, 1));
    }

    private static Ratio worst(Convention convention, ExpertDispatch dispatch, Routing routing) {
        return RoutedLoad.of(training(convention, dispatch, routing)).worstOverMean();
    }

    /// Padded buffers are full also when tokens are few; DeepSpeed always pads, Megatron on demand.
    @Test
    void padsToTheCapacityWhateverTheRouting() {
        assertThat(worst(new MegatronCore(), capacity(150, true, true), Routing.UNIFORM))
                .isEqualTo(of(3, 2));
        assertThat(worst(new MegatronCore(), capacity(150, true, false), Routing.UNIFORM))
                .isEqualTo(Ratio.ONE);
        assertThat(worst(new DeepSpeed(), capacity(150, true, false), Routing.UNIFORM))
                .isEqualTo(of(3, 2));
        assertThat(worst(new MegatronCore(), capacity(150, true, true), new MaxOverMean(of(4, 1))))
                .isEqualTo(of(3, 2));
    }

    /// A capacity beyond all tokens of a rank is no more than these (moe_utils.py:1058).
    @Test
    void aCapacityIsNoMoreThanAllTokens() {
        assertThat(worst(new MegatronCore(), capacity(900, true, true), Routing.UNIFORM))
                .isEqualTo(of(4, 1));
    }

    @Test
    void aCapacityBelowTheShareDropsEvenBalancedTokens() {
        assertThat(worst(new MegatronCore(), capacity(50, true, false), Routing.UNIFORM))
                .isEqualTo(of(1, 2));
    }

    @Test
    void aModelWithoutExpertsIsBalanced() {
        DeploymentPlan plan =
                Plans.plan(
                        Models.llama3With70B(2),
                        new Multiplicative(),
                        Plans.strategy(1, 1, 1, 1),
                        Plans.pretraining(64, 1, 1_024),
                        1);

        assertThat(RoutedLoad.of(plan).worstOverMean()).isEqualTo(Ratio.ONE);
        assertThat(RoutedLoad.atMost(plan).worstOverMean()).isEqualTo(Ratio.ONE);
    }

    /// 8 experts and 4 redundant slots over 4 ranks: slots 0 to 7, then 0 to 3 again, three a rank.
    @Test
    void redundantSlotsAreDealtFromTheStartAgain() {
        ParallelStrategy strategy = Plans.strategy(4, 4, 1, 1).withRedundantExperts(4);
        DeploymentPlan plan =
                Plans.plan(model(8, 2), new VLlm(), strategy, Plans.serving(8, 1_024), 4);

        ExpertPlacement placement = ExpertPlacement.of(plan).orElseThrow();

        assertThat(IntStream.range(0, 4).mapToObj(placement::on))
                .containsExactly(
                        List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7, 0), List.of(1, 2, 3));
        assertThat(placement.copies(0)).isEqualTo(2);
        // rank 1: half of expert 3, all of 4 and 5, of 8 experts over 4 ranks
        assertThat(RoutedLoad.of(plan).worstOverMean()).isEqualTo(of(5, 4));
    }

    @Test
    void countsDealWhatNoListNames() {
        DeclaredPlacement declared =
                new DeclaredPlacement(
                        List.of(
                                new Count(2),
                                new DeclaredPlacement.Listed(List.of(0, 5)),
                                new Count(3)));

        assertThat(declared.slots(6))
                .containsExactly(List.of(1, 2), List.of(0, 5), List.of(3, 4, 1));
        assertThat(declared.missing(6)).isEmpty();
        assertThat(declared.missing(8)).containsExactly(7);
    }

    @Test
    void everyLoadIsItsPrintedArithmetic() {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        List<Routing> routings =
                List.of(
                        Routing.UNIFORM,
                        new MaxOverMean(of(17, 10)),
                        new MaxOverMean(of(50, 1)),
                        new Zipf(of(8, 10)),
                        new Zipf(of(3, 1)),
                        histogram(7L, 0L, 3L, 11L, 13L, 2L, 5L, 9L));
        List<ExpertDispatch> dispatches =
                List.of(
                        ExpertDispatch.ALLTOALL,
                        capacity(110, true, false),
                        capacity(110, true, true));
        for (Routing routing : routings) {
            for (ExpertDispatch dispatch : dispatches) {
                DeploymentPlan plan = training(new Multiplicative(), dispatch, routing);
                for (DeploymentPlan placed : List.of(plan, uneven(plan), replicated(plan))) {
                    check(arithmetic, RoutedLoad.of(placed));
                    check(arithmetic, RoutedLoad.atMost(placed));
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(100);
    }

    private static void check(PrintedArithmetic arithmetic, RoutedLoad load) {
        for (RankLoad rank : load.candidates()) {
            arithmetic.check(load.routing() + " rank " + rank.rank(), rank.how());
            assertThat(rank.how().value()).isEqualByComparingTo(rank.overMean().rounded(6));
        }
    }

    private static DeploymentPlan uneven(DeploymentPlan plan) {
        return placed(plan, new Count(1), new Count(4), new Count(2), new Count(1));
    }

    private static DeploymentPlan replicated(DeploymentPlan plan) {
        return placed(
                plan,
                new DeclaredPlacement.Listed(List.of(0, 1, 2)),
                new DeclaredPlacement.Listed(List.of(0, 3, 4)),
                new DeclaredPlacement.Listed(List.of(0, 5)),
                new DeclaredPlacement.Listed(List.of(6, 7)));
    }

    private static DeploymentPlan placed(DeploymentPlan plan, DeclaredPlacement.Entry... entries) {
        ParallelStrategy strategy = plan.strategy();
        return plan.withStrategy(
                strategy.with(
                        strategy.expertSplit()
                                .withPlacement(new DeclaredPlacement(List.of(entries)))));
    }

    /// 10 experts over 4 ranks lie 3, 3, 2, 2, in the mean 2.5: 3 ÷ 2.5 and 2 ÷ 2.5. A declared
    /// skew says how busy the busiest is, not which rank it is.
    @Test
    void everyRankHasItsLoad() {
        RankLoads dealt = new RankLoads(new Dealt(10, 4), experts(10, 2), Optional.empty());

        assertThat(dealt.ofEveryRank(Routing.UNIFORM))
                .extracting(RankLoad::overMean)
                .containsExactly(of(6, 5), of(6, 5), of(4, 5), of(4, 5));
        assertThat(dealt.ofEveryRank(new MaxOverMean(of(3, 2))))
                .isEqualTo(dealt.ofEveryRank(Routing.UNIFORM));
    }

    /// Two experts with 3 and 1 of 4 tokens, one each, a copy of the first on a third rank: 1.5, 1
    /// and 1.5 of 4 tokens, of which the mean is 4 ÷ 3.
    @Test
    void aReplicaTakesItsPart() {
        RankLoads placed =
                new RankLoads(
                        listed(2, List.of(List.of(0), List.of(1), List.of(0))),
                        experts(2, 1),
                        Optional.empty());

        assertThat(placed.ofEveryRank(histogram(3L, 1L)))
                .extracting(RankLoad::overMean)
                .containsExactly(of(9, 8), of(3, 4), of(9, 8));
    }
}
