package io.shardfit.application.deployment;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.port.EventLog;
import java.time.Duration;

/// A log that takes nothing more from a position on, like one whose database went away.
final class CutLog extends ForwardingLog {
    private final long position;

    CutLog(EventLog log, long position) {
        super(log);
        this.position = position;
    }

    @Override
    public AppendOutcome append(Command command) {
        return head().position() >= position
                ? new AppendOutcome.Unavailable("cut", Duration.ofSeconds(1))
                : super.append(command);
    }
}
