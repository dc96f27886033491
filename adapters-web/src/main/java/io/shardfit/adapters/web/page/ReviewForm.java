package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.access.Identity;
import io.shardfit.application.deployment.Sender;
import java.util.Map;

/// What somebody sends from the page of a review.
record ReviewForm(Identity identity, String deployment, String environment, FormFields fields) {
    ReviewForm(
            Identity identity, String deployment, String environment, Map<String, Object> fields) {
        this(identity, deployment, environment, new FormFields(fields));
    }

    Sender sender() {
        return identity.sends(fields.command());
    }

    /// {@return them, deciding on the plan that the page showed}
    Sender seeing() {
        return sender().seeing(fields.digest("plan"));
    }

    String text(String name) {
        return fields.text(name);
    }
}
