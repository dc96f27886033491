package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.RoutingIsSkewed;
import io.shardfit.domain.verdict.BalanceFinding.SkewCannotBe;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Balanced;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Uniform;
import io.shardfit.domain.workload.Routing.Zipf;
import java.util.ArrayList;
import java.util.List;

/// The declared routing sends every rank as many tokens as the others, and is one that can be.
public final class TokensSpreadOverTheRanks implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        DeploymentPlan plan = assessment.plan();
        Routing routing = plan.workload().routing();
        return plan.model().experts().isEmpty() || routing.isEven()
                ? List.of()
                : check(plan, plan.model().experts().get());
    }

    private static List<Finding> check(DeploymentPlan plan, Experts experts) {
        RoutedLoad load = RoutedLoad.of(plan);
        RankLoad busiest = load.busiest();
        Share factor = Share.of(busiest.overMean().numerator(), busiest.overMean().denominator());
        List<Finding> findings = new ArrayList<>();
        if (load.isImpossible(experts)) {
            findings.add(new SkewCannotBe(declared(load.routing()), factor));
        }
        if (busiest.overMean().compareTo(Ratio.ONE) > 0) {
            findings.add(new RoutingIsSkewed(declared(load.routing()), busiest.rank(), factor));
        }
        return findings;
    }

    private static String declared(Routing routing) {
        return switch (routing) {
            case Uniform _, Balanced _ -> "even routing";
            case MaxOverMean skew -> "a rank with %s times the mean".formatted(skew.factor());
            case Zipf skew -> "a Zipf skew of " + skew.exponent();
            case Histogram skew -> "the histogram of " + skew.origin();
        };
    }
}
