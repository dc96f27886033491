package io.shardfit.adapters.web.team;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What is written into the security log while a test looks.
final class SecurityLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("shardfit.security");

    static SecurityLog open() {
        SecurityLog log = new SecurityLog();
        log.start();
        log.logger.addAppender(log);
        log.logger.setAdditive(false);
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /// {@return each line as `code method path actor`}
    List<String> lines() {
        return events.stream()
                .map(event ->
                        "%s %s %s %s"
                                .formatted(
                                        value(event, "code"),
                                        value(event, "method"),
                                        value(event, "path"),
                                        value(event, "actor")))
                .toList();
    }

    int size() {
        return events.size();
    }

    private static String value(ILoggingEvent event, String key) {
        return event.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals(key))
                .map(pair -> String.valueOf(pair.value))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        stop();
    }
}
