package io.shardfit.application.deployment;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.port.EventLog;
import java.util.concurrent.atomic.AtomicBoolean;

/// A log on which somebody else is faster once: before the first append of an event of a type, they
/// do theirs.
final class BusyLog extends ForwardingLog {
    private final String type;
    private final Runnable rival;
    private final AtomicBoolean done = new AtomicBoolean();

    BusyLog(EventLog log, String type, Runnable rival) {
        super(log);
        this.type = type;
        this.rival = rival;
    }

    @Override
    public AppendOutcome append(Command command) {
        boolean awaited =
                command.appends().stream()
                        .flatMap(append -> append.events().stream())
                        .anyMatch(event -> event.type().equals(type));
        if (awaited && !done.getAndSet(true)) {
            rival.run();
        }
        return super.append(command);
    }
}
