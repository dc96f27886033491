package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.ModelFinding.ParametersDiffer;
import java.util.List;

/// The declared number of parameters is the architecture's, as far as it is written out: 30e9 says
/// no more than two digits, so what differs by less than half a per cent is not remarked on.
public final class DeclaredParametersAgree implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        ParameterCount computed = assessment.plan().model().parameters().total();
        return assessment
                .plan()
                .declared()
                .parameters()
                .map(declared -> new ParametersDiffer(declared, computed))
                .filter(finding -> finding.difference().fraction() > 0.005)
                .<Finding>map(finding -> finding)
                .stream()
                .toList();
    }
}
