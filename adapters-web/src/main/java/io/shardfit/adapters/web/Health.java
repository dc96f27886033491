package io.shardfit.adapters.web;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.live.LedgerPulse;
import io.shardfit.adapters.web.live.LogFollower;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.LedgerHealth;
import java.time.Duration;

/// Whether the process lives, and whether it should be sent requests.
@Controller("/health")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class Health {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final LedgerPulse ledger;
    private final LogFollower follower;
    private final Draining draining;

    Health(LedgerPulse ledger, LogFollower follower, Draining draining) {
        this.ledger = ledger;
        this.follower = follower;
        this.draining = draining;
    }

    @Get("/live")
    @Public
    @Described(id = "readLiveness", summary = "Says that the process lives")
    String live() {
        return JsonText.pretty(Json.fields().with("status", "UP").build());
    }

    /// How old the newest checkpoint is tells whether the signer works; requests can be answered
    /// without it.
    @Get("/ready")
    @Public
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Described(id = "readReadiness", summary = "Says whether to send requests here")
    String ready() {
        if (draining.hasBegun()) {
            throw unavailable("the server is stopping");
        }
        return switch (ledger.health()) {
            case LedgerHealth.Silent(String reason) ->
                    throw unavailable("the database does not answer: " + reason);
            case LedgerHealth.Answering answering -> ready(answering);
        };
    }

    private String ready(LedgerHealth.Answering answering) {
        if (follower.isFailing()) {
            throw unavailable("the log cannot be followed: what is shown may be old");
        }
        return JsonText.pretty(
                Json.fields()
                        .with("status", "UP")
                        .with("position", number(answering.position(), "entries"))
                        .with("followed", number(follower.position(), "entries"))
                        .with("signed", number(answering.signed(), "entries"))
                        .with(
                                "unsignedSeconds",
                                number(answering.unsignedFor().toSeconds(), "seconds"))
                        .build());
    }

    private static Json number(long value, String unit) {
        return Json.given(value, unit, "health", "the log");
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(Problem.unavailable(why, RETRY));
    }
}
