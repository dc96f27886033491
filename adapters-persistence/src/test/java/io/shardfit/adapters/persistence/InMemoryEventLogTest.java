package io.shardfit.adapters.persistence;

import io.shardfit.application.port.EventLog;
import java.time.InstantSource;

class InMemoryEventLogTest extends ConcurrentLogContract {
    @Override
    LogUnderTest empty() {
        EventLog log = new InMemoryEventLog(InstantSource.system(), LedgerStore.ids());
        return new LogUnderTest() {
            @Override
            public EventLog open() {
                return log;
            }

            @Override
            public void close() {
                // It goes with the test.
            }
        };
    }

    @Override
    int histories() {
        return Integer.getInteger("linear.histories", 200);
    }
}
