package io.shardfit.adapters.web.webhook;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.api.Conditions;
import io.shardfit.adapters.web.api.RequestBody;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Server;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is told elsewhere of what is recorded.
@Controller("/api/v1/webhooks")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class WebhooksApi {
    private static final Logger SECURITY = LoggerFactory.getLogger("shardfit.security");
    private static final int MOST = 200;
    private static final int MOST_SUBSCRIPTIONS = 50;

    private final Webhooks webhooks;
    private final EventLog log;
    private final InstantSource clock;
    private final AddressRules rules;
    private final SecureRandom random = new SecureRandom();

    WebhooksApi(Webhooks webhooks, EventLog log, InstantSource clock, Server.Settings settings) {
        this.webhooks = webhooks;
        this.log = log;
        this.clock = clock;
        this.rules = AddressRules.permitting(settings.webhookNetworks());
    }

    @Get
    @Permitted(Role.ADMIN)
    @Described(
            id = "listWebhooks",
            summary = "Lists who is told elsewhere of what is recorded",
            after = "subscribeWebhook")
    HttpResponse<String> list() {
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with(
                                        "webhooks",
                                        Json.items(
                                                webhooks.subscriptions().stream()
                                                        .map(WebhookDocuments::of)
                                                        .toList()))
                                .build()));
    }

    /// @param body `{url, events?}`; the answer alone tells the secret
    @Post
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Described(
            id = "subscribeWebhook",
            summary =
                    "Tells a receiver elsewhere of what is recorded; this answer alone has its"
                            + " secret",
            body =
                    "{\"url\":\"https://hooks.example.org/shardfit\",\"events\":[\"ApprovalSuspended\"]}",
            status = 201,
            also = 200,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.BAD_REQUEST, ProblemKind.CONFLICT})
    HttpResponse<String> subscribe(HttpRequest<?> request, Identity identity, @Body byte[] body) {
        UUID id = Conditions.command(request, identity);
        RequestBody asked = RequestBody.of(body);
        String url = asked.text("url");
        Set<String> types = Set.copyOf(asked.texts("events"));
        asked.end();
        check(url, types);
        Subscription made =
                new Subscription(
                        id,
                        url,
                        Signature.newSecret(random),
                        types,
                        identity.id(),
                        clock.instant(),
                        log.head().position(),
                        Optional.empty());
        return webhooks.subscribe(made) ? created(made, identity) : replayed(made);
    }

    private static HttpResponse<String> created(Subscription made, Identity identity) {
        SECURITY.info("webhook {} made by {}", made.id(), identity.id());
        return HttpResponse.<String>status(HttpStatus.CREATED)
                .header("Location", "/api/v1/webhooks/" + made.id())
                .body(JsonText.pretty(WebhookDocuments.withSecret(made)));
    }

    /// A secret that was shown is not shown again.
    private HttpResponse<String> replayed(Subscription asked) {
        Subscription kept = found(asked.id());
        if (!kept.url().equals(asked.url()) || !kept.types().equals(asked.types())) {
            throw ProblemException.of(
                    ProblemKind.KEY_REUSED,
                    "take a new Idempotency-Key for what is not the same request");
        }
        return HttpResponse.ok(JsonText.pretty(WebhookDocuments.of(kept)))
                .header("Idempotency-Replayed", "true");
    }

    private void check(String url, Set<String> types) {
        try {
            Target.of(url)
                    .literal()
                    .filter(address -> !rules.permit(address))
                    .ifPresent(address -> {
                        throw new IllegalArgumentException(
                                "url is at %s, which is not public: an administrator may permit it with SHARDFIT_WEBHOOK_ALLOW"
                                        .formatted(address.getHostAddress()));
                    });
        } catch (IllegalArgumentException refused) {
            throw bad("/" + refused.getMessage());
        }
        types.stream()
                .filter(type -> !LedgerEvents.TYPES.contains(type))
                .sorted()
                .findFirst()
                .ifPresent(type -> {
                    throw bad(
                            "/events names %s, which is no type of event; there are %s"
                                    .formatted(type, String.join(", ", LedgerEvents.TYPES)));
                });
        if (webhooks.subscriptions().size() >= MOST_SUBSCRIPTIONS) {
            throw ProblemException.of(
                    ProblemKind.CONFLICT,
                    "there are %d webhooks already: remove one".formatted(MOST_SUBSCRIPTIONS));
        }
    }

    @Delete("/{id}")
    @Permitted(Role.ADMIN)
    @Described(
            id = "removeWebhook",
            summary = "Tells a receiver nothing more",
            with = "id=$subscribeWebhook.body#/id",
            status = 204,
            problems = ProblemKind.NOT_FOUND,
            after = {"listWebhooks", "listDeliveries", "tryWebhook"})
    HttpResponse<?> remove(Identity identity, String id) {
        Subscription subscription = found(uuid(id));
        webhooks.remove(subscription.id());
        SECURITY.info("webhook {} removed by {}", subscription.id(), identity.id());
        return HttpResponse.noContent();
    }

    /// What was told, and what became of it.
    @Get("/{id}/deliveries")
    @Permitted(Role.ADMIN)
    @Described(
            id = "listDeliveries",
            summary = "Says what a receiver was told and what became of it, the newest first",
            with = {"id=$subscribeWebhook.body#/id", "limit=50"},
            problems = {ProblemKind.BAD_REQUEST, ProblemKind.NOT_FOUND})
    HttpResponse<String> deliveries(String id, @QueryValue(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw bad("limit is 1 to " + MOST);
        }
        List<Delivery> found = webhooks.deliveries(found(uuid(id)).id(), limit);
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with(
                                        "deliveries",
                                        Json.items(
                                                found.stream().map(WebhookDocuments::of).toList()))
                                .build()));
    }

    /// Sends a trial, on the way that events take.
    @Post("/{id}/test")
    @Permitted(Role.ADMIN)
    @Described(
            id = "tryWebhook",
            summary = "Sends a receiver a trial, on the way that events take",
            with = "id=$subscribeWebhook.body#/id",
            status = 202,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = ProblemKind.NOT_FOUND,
            after = "listDeliveries")
    HttpResponse<String> test(HttpRequest<?> request, Identity identity, String id) {
        UUID command = Conditions.command(request, identity);
        Subscription subscription = found(uuid(id));
        if (webhooks.deliveries(subscription.id(), MOST).stream()
                .noneMatch(one -> one.id().equals(command))) {
            webhooks.add(
                    Delivery.first(command, subscription.id(), 0, Message.TEST, clock.instant()));
        }
        return HttpResponse.<String>status(HttpStatus.ACCEPTED)
                .header("Location", "/api/v1/webhooks/%s/deliveries".formatted(subscription.id()))
                .body(
                        JsonText.pretty(
                                Json.fields()
                                        .with("schemaVersion", "1.0")
                                        .with("delivery", command.toString())
                                        .build()));
    }

    private Subscription found(UUID id) {
        return webhooks.subscriptions().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.NOT_FOUND,
                                "there is no webhook %s: see /api/v1/webhooks".formatted(id)));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.NOT_FOUND, "there is no such webhook: see /api/v1/webhooks");
        }
    }

    private static ProblemException bad(String detail) {
        return ProblemException.of(ProblemKind.BAD_REQUEST, detail);
    }
}
