package io.shardfit.adapters.persistence;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.port.Webhooks;
import org.junit.jupiter.api.AfterEach;

class PostgresWebhooksTest extends WebhooksContract {
    private final OneLog log = new PostgresLogs(TestServer.database()).empty();

    @AfterEach
    void close() {
        log.close();
    }

    @Override
    Webhooks empty() {
        return log.store().webhooks();
    }
}
