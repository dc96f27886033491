package io.shardfit.application.deployment;

import io.shardfit.application.FindingPages;
import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.format.Spelling;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.SeparationOfDuties;
import io.shardfit.domain.approval.Waiver;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sets a finding aside in an environment until a day, for a reason. Whoever asked for it does not
/// grant it, and the authors of the plans that it would let pass count as having asked.
public final class GrantWaiver {
    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;

    public GrantWaiver(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// @param plan the only plan it covers; empty for all of the environment
    /// @param requester who asked for it: somebody who submitted a plan that it covers or asked for
    ///   its approval
    /// @param ticket where it is discussed
    public record Terms(
            String environment,
            String finding,
            Optional<Digest> plan,
            String reason,
            Instant until,
            String requester,
            Optional<String> ticket) {}

    /// What became of it.
    public sealed interface Outcome {
        record Granted(WaiverGranted grant) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome grant(Sender sender, Terms terms) {
        Optional<Refusal> invalid = Names.refusal(terms.environment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.environment(terms.environment()),
                Commands.request("GrantWaiver", terms),
                () -> decide(sender, terms),
                new Answers<>(
                        written -> new Outcome.Granted((WaiverGranted) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, Terms terms) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        EnvironmentHistory environment = histories.environment(terms.environment());
        RoleHistory roles = histories.roles();
        Covered covered = Covered.by(terms, histories);
        Optional<Refusal> refusal =
                wrong(terms, now)
                        .or(() ->
                                SeparationOfDuties.toDecide(
                                                Persons.of(sender, roles),
                                                covered.requesters(),
                                                environment.policy(),
                                                now)
                                        .map(Refusal.Objected::new))
                        .or(() -> notWaivable(environment, terms))
                        .or(() -> unknownRequester(covered))
                        .or(() -> waivedAlready(environment, terms, now));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() -> write(sender, terms, environment, roles, now));
    }

    /// What is wrong whoever says it is said first: another person would only be told the same.
    private static Optional<Refusal> wrong(Terms terms, Instant now) {
        return unknownFinding(terms.finding())
                .or(() -> Texts.tooLong(Optional.of(terms.reason()), "a reason"))
                .or(() -> Texts.tooLong(terms.ticket(), "a ticket"))
                .or(() ->
                        Waiver.problem(terms.reason(), now, terms.until())
                                .map(Refusal.BadTerms::new));
    }

    private static Optional<Refusal> unknownFinding(String code) {
        List<String> codes = FindingPages.codes();
        return codes.contains(code)
                ? Optional.empty()
                : Optional.of(
                        new Refusal.BadTerms(
                                "there is no finding %s%s"
                                        .formatted(
                                                code,
                                                Spelling.closest(code, codes)
                                                        .map(meant ->
                                                                ": did you mean %s?"
                                                                        .formatted(meant))
                                                        .orElse(
                                                                ": give the code as the verdict"
                                                                        + " has it, such as MEM003"))));
    }

    private static Optional<Refusal> notWaivable(EnvironmentHistory environment, Terms terms) {
        Set<String> waivable = environment.policy().waivableFindings();
        return waivable.contains(terms.finding())
                ? Optional.empty()
                : Optional.of(
                        new Refusal.NotWaivable(
                                terms.finding(), terms.environment(), List.copyOf(waivable)));
    }

    private static Optional<Refusal> unknownRequester(Covered covered) {
        return covered.isRequesterKnown()
                ? Optional.empty()
                : Optional.of(
                        new Refusal.BadTerms(
                                ("%s neither submitted a plan that the waiver covers nor asked for"
                                                + " its approval in %s: name who did as requester")
                                        .formatted(
                                                covered.terms().requester(),
                                                covered.terms().environment())));
    }

    /// A second one of the same plans that ends no later would only be read by people.
    private static Optional<Refusal> waivedAlready(
            EnvironmentHistory environment, Terms terms, Instant now) {
        Optional<String> plan = terms.plan().map(Digest::text);
        return environment.waivers().stream()
                .filter(waiver ->
                        waiver.finding().equals(terms.finding())
                                && waiver.planDigest().equals(plan)
                                && waiver.isInForce(now)
                                && !waiver.until().isBefore(terms.until()))
                .findFirst()
                .map(waiver ->
                        new Refusal.AlreadySo(
                                "%s is waived there until %s already, by waiver %s: revoke that, or name a later end"
                                        .formatted(terms.finding(), waiver.until(), waiver.id())));
    }

    private static Decision<Outcome> write(
            Sender sender,
            Terms terms,
            EnvironmentHistory environment,
            RoleHistory roles,
            Instant now) {
        Waiver waiver =
                new Waiver(
                        sender.command().toString(),
                        terms.finding(),
                        terms.plan().map(Digest::text),
                        terms.reason(),
                        now,
                        terms.until());
        return Decision.write(
                List.of(
                        Decision.append(
                                StreamId.environment(terms.environment()),
                                environment.version(),
                                new WaiverGranted(waiver, terms.requester(), terms.ticket())),
                        Decision.demand(StreamId.directory(), roles.version())),
                List.of());
    }
}
