package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.FixPlan;
import io.shardfit.application.format.InputError;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import java.util.List;
import java.util.Optional;

/// Says what would make the plan of a deployment pass by the rules of now, numbered as {@link
/// ApplyRemedy} takes it with the same limits. Writes nothing.
public final class AskRemedies {
    private final EventLog log;
    private final FixPlan fixPlan;

    public AskRemedies(EventLog log, CheckPlan checkPlan, ProposeRemedies propose) {
        this.log = log;
        this.fixPlan = new FixPlan(checkPlan, propose);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Proposed(CheckedPlan plan, Proposals proposals) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome ask(String deployment, Limits limits) {
        Optional<Refusal> invalid = Names.refusal(deployment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return switch (Rewrite.current(log, deployment)) {
            case Rewrite.Not(Refusal refusal) -> new Outcome.Refused(refusal);
            case Rewrite.Ready ready ->
                    switch (fixPlan.fix(
                            ready.plan().submitted().fileName(),
                            ready.file(),
                            ready.rules().edition(),
                            limits)) {
                        case FixPlan.Outcome.Rejected(List<InputError> errors) ->
                                new Outcome.Rejected(errors);
                        case FixPlan.Outcome.Proposed proposed ->
                                new Outcome.Proposed(proposed.plan(), proposed.proposals());
                    };
        };
    }
}
