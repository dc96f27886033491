package io.shardfit.adapters.web.webhook;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;

/// Subscriptions and deliveries as JSON.
final class WebhookDocuments {
    private static final String ORIGIN = "the record of deliveries";

    private WebhookDocuments() {}

    static Json of(Subscription subscription) {
        return fields(subscription).build();
    }

    /// For the one who made it, once.
    static Json withSecret(Subscription subscription) {
        return fields(subscription).with("secret", subscription.secret()).build();
    }

    private static Json.Builder fields(Subscription subscription) {
        Json.Builder fields =
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("id", subscription.id().toString())
                        .with("url", subscription.url())
                        .with(
                                "events",
                                Json.items(subscription.types().stream().map(Json::text).toList()))
                        .with("by", subscription.by())
                        .with("at", EntryFormat.time(subscription.at()))
                        .with("position", number(subscription.position()));
        subscription.disabled().ifPresent(why -> fields.with("disabled", why));
        return fields;
    }

    static Json of(Delivery delivery) {
        Json.Builder fields =
                Json.fields()
                        .with("id", "msg_" + delivery.id())
                        .with("type", delivery.type())
                        .with("position", number(delivery.position()))
                        .with("state", delivery.state().name())
                        .with("attempts", number(delivery.attempts()));
        if (delivery.state() == Delivery.State.PENDING) {
            fields.with("next", EntryFormat.time(delivery.next()));
        }
        delivery.status().ifPresent(status -> fields.with("status", number(status)));
        delivery.problem().ifPresent(problem -> fields.with("problem", problem));
        return fields.build();
    }

    private static Json number(long value) {
        return Json.given(value, "", "number", ORIGIN);
    }
}
