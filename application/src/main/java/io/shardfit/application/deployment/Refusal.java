package io.shardfit.application.deployment;

import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.approval.Objection;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.util.List;

/// Why a command was not carried out. Nothing was written.
public sealed interface Refusal {
    record InvalidName(String name) implements Refusal {}

    record NoSuchDeployment(String name) implements Refusal {}

    record IsArchived(String name) implements Refusal {}

    /// No edition of the rules is published in this log.
    record NoRuleSet() implements Refusal {}

    /// The log knows an edition that this program does not.
    record UnknownRuleSet(int number) implements Refusal {}

    /// The plan, the verdict or the policy changed since it was shown or asked for.
    ///
    /// @param changed which of them, one for each
    record Stale(List<String> changed) implements Refusal {
        public Stale {
            changed = List.copyOf(changed);
        }
    }

    /// The environment does not take this answer.
    record NotAllowed(Readiness result, List<String> codes) implements Refusal {
        public NotAllowed {
            codes = List.copyOf(codes);
        }
    }

    record NotRequested(String environment) implements Refusal {}

    /// It does not stand in a way that allows the command.
    record WrongStanding(Standing standing) implements Refusal {}

    record AlreadyApproved(String by) implements Refusal {}

    record Objected(Objection objection) implements Refusal {}

    record NeedsRole(String id, String role) implements Refusal {}

    /// A compulsory text is missing.
    record NeedsText(String what) implements Refusal {}

    /// A text is longer than what is kept of people's words.
    ///
    /// @param length in characters, as is `most`
    record TooLong(String what, int length, int most) implements Refusal {}

    /// What is wrong with the terms of a waiver or a policy.
    record BadTerms(String problem) implements Refusal {}

    /// @param waivable what the environment's policy lets be waived, none or more
    record NotWaivable(String finding, String environment, List<String> waivable)
            implements Refusal {
        public NotWaivable {
            waivable = List.copyOf(waivable);
        }
    }

    /// Nobody would be left who may administer.
    record LastAdministrator(String id) implements Refusal {}

    /// There is nothing of that name or number.
    record NotThere(String what) implements Refusal {}

    /// It is so already.
    record AlreadySo(String what) implements Refusal {}

    /// A verdict, plan or comparison beyond what the log keeps in one piece.
    record TooLarge(String what) implements Refusal {}

    /// {@return the reason as a sentence, with what to do}
    default String sentence() {
        return switch (this) {
            case InvalidName(String name) ->
                    "\"%s\" is no name: one %s".formatted(name, StreamId.NAME_RULE);
            case NoSuchDeployment(String name) ->
                    "there is no deployment %s: submit a plan first".formatted(name);
            case IsArchived(String name) ->
                    "the deployment %s is archived: use another name".formatted(name);
            case NoRuleSet _ -> "no rule-set is published: publish rule-set 1 first";
            case UnknownRuleSet(int number) ->
                    "this program does not know rule-set %d: use a newer one".formatted(number);
            case Stale(List<String> changed) ->
                    "changed in the meantime: %s; look again, then decide"
                            .formatted(String.join(", ", changed));
            case NotAllowed(Readiness result, List<String> codes) ->
                    "the environment does not take %s (%s)"
                            .formatted(result, String.join(", ", codes));
            case NotRequested(String environment) ->
                    "nobody asked for approval in %s: an author of the plan asks first"
                            .formatted(environment);
            case WrongStanding(Standing standing) -> standing.sentence();
            case AlreadyApproved(String by) ->
                    "%s approved already, and one more person must".formatted(by);
            case Objected(Objection objection) -> objection.sentence();
            case NeedsRole(String id, String role) ->
                    "%s does not have the role %s".formatted(id, role);
            case LastAdministrator(String id) ->
                    "%s is the last administrator, and nobody could make another: make one first"
                            .formatted(id);
            case NeedsText(String what) -> what + " is compulsory";
            case TooLong(String what, int length, int most) ->
                    "%s may have %d characters, got %d: shorten it, or point to where it lies"
                            .formatted(what, most, length);
            case BadTerms(String problem) -> problem;
            case NotWaivable(String finding, String environment, List<String> waivable) ->
                    "the policy of %s lets %s be waived, not %s; an administrator sets it"
                            .formatted(
                                    environment,
                                    waivable.isEmpty()
                                            ? "no finding"
                                            : "only " + String.join(", ", waivable),
                                    finding);
            case NotThere(String what) -> "there is no " + what;
            case AlreadySo(String what) -> what;
            case TooLarge(String what) -> what + " is larger than the log keeps in one piece";
        };
    }
}
