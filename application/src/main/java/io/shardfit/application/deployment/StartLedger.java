package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;

/// Gives a log the history that the program comes with: the founding case, judged by rule-set 1,
/// which was wrong, and then by its correction. Told by the use cases themselves; telling it again
/// adds nothing, an interrupted telling is finished.
public final class StartLedger {
    /// Under this name the founding case stands in every log.
    public static final String FOUNDING_CASE = "moe-30b-ep16-dp4";

    private static final String FILE = "ep16-dp4.yaml";

    private final Histories histories;
    private final SubmitPlan submit;
    private final PublishRuleSet publish;

    public StartLedger(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.histories = new Histories(log);
        this.submit = new SubmitPlan(log, checkPlan);
        this.publish = new PublishRuleSet(log, checkPlan, clock);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Started() implements Outcome {}

        /// Send it again.
        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome start() {
        if (histories.ruleSets().published().isEmpty()) {
            if (publish(1) instanceof PublishRuleSet.Outcome.NotWritten(AppendOutcome why)) {
                return new Outcome.NotWritten(why);
            }
        }
        if (histories.deployment(FOUNDING_CASE).plan().isEmpty()) {
            SubmitPlan.Outcome submitted =
                    submit.submit(Sender.program("start/plan"), FOUNDING_CASE, FILE, plan());
            if (submitted instanceof SubmitPlan.Outcome.NotWritten(AppendOutcome why)) {
                return new Outcome.NotWritten(why);
            }
        }
        return publish(2) instanceof PublishRuleSet.Outcome.NotWritten(AppendOutcome why)
                ? new Outcome.NotWritten(why)
                : new Outcome.Started();
    }

    private PublishRuleSet.Outcome publish(int number) {
        return publish.publish(Sender.program("start/rule-set-" + number), number);
    }

    private static byte[] plan() {
        try (InputStream file =
                Objects.requireNonNull(
                        StartLedger.class.getResourceAsStream(FILE),
                        "the founding case is missing")) {
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
