package io.shardfit.application;

import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanText;
import io.shardfit.application.format.Position;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Corrects a plan file: every remedy as the text that it makes of the file, read and judged again.
public final class FixPlan {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final CheckPlan checkPlan;
    private final ProposeRemedies propose;

    public FixPlan(CheckPlan checkPlan, ProposeRemedies propose) {
        this.checkPlan = checkPlan;
        this.propose = propose;
    }

    /// A remedy made.
    ///
    /// @param text the corrected file
    /// @param checked the verdict on that text
    public record Fix(Proposal proposal, String text, CheckedPlan checked) {}

    /// What became of it.
    public sealed interface Outcome {
        /// @param fixes in the order in which they are numbered, from 1
        record Proposed(CheckedPlan plan, Proposals proposals, List<Fix> fixes) implements Outcome {
            public Proposed {
                fixes = List.copyOf(fixes);
            }
        }

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome fix(String fileName, byte[] bytes, RuleSet ruleSet, Limits limits) {
        return switch (checkPlan.check(fileName, bytes, ruleSet, Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                    fix(checked, new String(bytes, StandardCharsets.UTF_8), limits);
        };
    }

    private Outcome fix(CheckedPlan checked, String text, Limits limits) {
        Proposals proposals = propose.propose(checked.verdict(), limits);
        List<Fix> fixes = new ArrayList<>();
        for (Proposal proposal : proposals.numbered()) {
            String changed = changed(text, proposal);
            byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
            CheckPlan.Outcome read =
                    checkPlan.check(
                            checked.file().name(),
                            bytes,
                            checked.verdict().ruleSet(),
                            Overrides.NONE);
            if (!(read instanceof CheckPlan.Outcome.Checked(CheckedPlan again))
                    || !again.verdict().equals(proposal.trial().verdict())) {
                return new Outcome.Rejected(List.of(notWritten(checked, proposal)));
            }
            fixes.add(new Fix(proposal, changed, again));
        }
        return new Outcome.Proposed(checked, proposals, fixes);
    }

    private static String changed(String text, Proposal proposal) {
        return text.startsWith(BYTE_ORDER_MARK)
                ? BYTE_ORDER_MARK + PlanText.with(text.substring(1), proposal.settings())
                : PlanText.with(text, proposal.settings());
    }

    /// Never seen; a text that is laid out in a way that cannot be edited must not be written.
    private static InputError notWritten(CheckedPlan checked, Proposal proposal) {
        return new InputError(
                checked.file().name(),
                Position.START,
                "",
                "the file cannot be changed key by key (%s)".formatted(proposal.words()),
                "make the edit by hand, or report the file as a bug");
    }
}
