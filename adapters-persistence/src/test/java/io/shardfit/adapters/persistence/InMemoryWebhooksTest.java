package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Webhooks;

class InMemoryWebhooksTest extends WebhooksContract {
    @Override
    Webhooks empty() {
        return new InMemoryWebhooks();
    }
}
