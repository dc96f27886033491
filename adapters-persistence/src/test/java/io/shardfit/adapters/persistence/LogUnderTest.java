package io.shardfit.adapters.persistence;

import io.shardfit.application.port.EventLog;

/// A log, empty at first, as several programs see it.
interface LogUnderTest extends AutoCloseable {
    /// {@return the log as one more program opens it}
    EventLog open();

    @Override
    void close();
}
