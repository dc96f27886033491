package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.ModelFinding.ParametersDiffer;
import java.util.List;
import java.util.Optional;

/// The declared number of parameters is the architecture's, as far as it is written out: 30e9 says
/// no more than two digits, so what differs by less than half a per cent is not remarked on.
public final class DeclaredParametersAgree implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        Optional<ParameterCount> declared = assessment.plan().declared().parameters();
        return declared.isPresent() ? compared(assessment, declared.get()) : List.of();
    }

    private static List<Finding> compared(Assessment assessment, ParameterCount declared) {
        ParameterCount computed = assessment.plan().model().parameters().total();
        ParametersDiffer finding = new ParametersDiffer(declared, computed);
        return finding.difference().fraction() > 0.005 ? List.of(finding) : List.of();
    }
}
