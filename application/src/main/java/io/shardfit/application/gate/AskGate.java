package io.shardfit.application.gate;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.gate.GateAnswer.Source;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.domain.approval.Standing;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Says whether something may run now. The timeline decides, as for every other reader; this only
/// finds the timeline: in memory, else in the log, else nowhere.
public final class AskGate {
    private final EventLog log;
    private final ReadModels readModels;
    private final ApprovalSnapshot snapshot;
    private final InstantSource clock;
    private final FailurePolicy failurePolicy;
    private final TimedReads reads;

    public AskGate(
            EventLog log,
            ReadModels readModels,
            ApprovalSnapshot snapshot,
            InstantSource clock,
            FailurePolicy failurePolicy) {
        this.log = log;
        this.readModels = readModels;
        this.snapshot = snapshot;
        this.clock = clock;
        this.failurePolicy = failurePolicy;
        this.reads = new TimedReads(clock);
    }

    /// What the gate says.
    public sealed interface Outcome {
        record Allowed(GateAnswer answer) implements Outcome {}

        record Denied(GateAnswer answer) implements Outcome {}

        /// Nobody ever submitted such a plan, or not to that deployment.
        ///
        /// @param position up to where in the log this is so
        record UnknownPlan(String reason, long position) implements Outcome {}

        /// Nothing could be read: the answer is the configured one.
        record Unanswered(FailurePolicy policy, String reason) implements Outcome {}
    }

    public Outcome ask(GateQuestion question) {
        Instant now = clock.instant();
        try {
            OptionalLong heard = snapshot.position(now);
            return heard.isPresent()
                    ? fromMemory(question, heard.getAsLong(), now)
                    : answer(question, reads.read(() -> read(question)), 0, Source.LOG, now);
        } catch (UncheckedIOException silent) {
            // what a database says names its address, and whoever asks here may not know it
            return unanswered("it does not answer at the moment");
        } catch (UnreadableEvent unable) {
            return unanswered(String.valueOf(unable.getMessage()));
        }
    }

    private Outcome unanswered(String why) {
        return new Outcome.Unanswered(failurePolicy, "the ledger cannot be read: " + why);
    }

    private Outcome fromMemory(GateQuestion question, long heard, Instant now) {
        Candidates found = snapshot.of(question, () -> reads.read(() -> read(question)));
        return answer(question, found, heard, Source.MEMORY, now);
    }

    private Candidates read(GateQuestion question) {
        return Candidates.read(question, log, readModels);
    }

    private static Outcome answer(
            GateQuestion question, Candidates found, long heard, Source source, Instant now) {
        long position = Math.max(heard, found.position());
        Optional<Candidate> speaking = found.speaking(question.plan(), now);
        if (speaking.isEmpty()) {
            return new Outcome.UnknownPlan(unknown(question), position);
        }
        Candidate candidate = speaking.orElseThrow();
        Standing standing = candidate.standing(now);
        boolean allowed = candidate.allows(question.plan(), now);
        GateAnswer answer =
                new GateAnswer(
                        candidate.deployment(),
                        standing,
                        candidate.verdict(),
                        Reasons.of(question, candidate, standing),
                        allowed ? Reasons.warnings(candidate, standing) : List.of(),
                        position,
                        source);
        return allowed ? new Outcome.Allowed(answer) : new Outcome.Denied(answer);
    }

    private static String unknown(GateQuestion question) {
        return question.deployment()
                .map(name -> "there is no deployment %s: submit its plan first".formatted(name))
                .orElseGet(() ->
                        "no deployment has the plan %s: submit it first"
                                .formatted(question.plan().text()));
    }
}
