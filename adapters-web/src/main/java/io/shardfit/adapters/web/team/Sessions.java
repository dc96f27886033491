package io.shardfit.adapters.web.team;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.cookie.Cookie;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Directory;
import io.shardfit.adapters.web.access.Modes;
import io.shardfit.adapters.web.access.SessionCookie;
import io.shardfit.application.account.Person;
import io.shardfit.application.account.PersonId;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.deployment.AlignRoles;
import io.shardfit.application.port.Accounts;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// Makes a session of what the provider proved.
@Singleton
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
final class Sessions {
    private static final int RANDOM_BYTES = 32;

    private final Server.Access.Team team;
    private final Accounts accounts;
    private final AlignRoles alignRoles;
    private final Directory directory;
    private final SessionCookie cookie;
    private final InstantSource clock;
    private final Pages pages;
    private final SecureRandom random = new SecureRandom();

    Sessions(
            Server.Settings settings,
            Accounts accounts,
            AlignRoles alignRoles,
            Directory directory,
            SessionCookie cookie,
            InstantSource clock,
            Pages pages) {
        if (!(settings.access() instanceof Server.Access.Team one)) {
            throw new IllegalStateException("nobody signs in here");
        }
        this.team = one;
        this.accounts = accounts;
        this.alignRoles = alignRoles;
        this.directory = directory;
        this.cookie = cookie;
        this.clock = clock;
        this.pages = pages;
    }

    /// {@return the provider's address with how old the proof may be: whoever is asked for an age
    /// has to say it (OpenID Connect Core, section 3.1.2.1)}
    URI address(String redirect, boolean again) {
        String age =
                again
                        ? "&prompt=login&max_age=" + team.stepUp().toSeconds()
                        : "&max_age=" + team.session().toSeconds();
        return URI.create(redirect + age);
    }

    /// {@return the cookie of a new session; roles follow the groups before the first page}
    Cookie open(OpenIdConnect.Answer.Proven proven) {
        ProvenClaims claims = new ProvenClaims(proven.claims());
        Instant now = clock.instant();
        String id = PersonId.of(team.provider().issuer().toString(), proven.subject());
        align(id, proven.subject(), claims);
        accounts.remember(new Person(id, claims.name(proven.subject()), claims.email(), now));
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        accounts.open(
                new SignedIn(
                        SessionCookie.of(secret),
                        id,
                        claims.authenticatedAt(now),
                        now.plus(team.session())));
        return cookie.holding(secret, team.session());
    }

    private void align(String id, String subject, ProvenClaims claims) {
        var entitled =
                team.entitlements()
                        .of(
                                subject,
                                claims.verifiedEmail(),
                                claims.texts(team.entitlements().claim()));
        if (alignRoles.align(UUID.randomUUID(), id, entitled)
                instanceof AlignRoles.Outcome.NotWritten(var why)) {
            ProblemException refused = RefusedCommand.of(why);
            throw refused;
        }
        directory.refresh();
    }

    HttpResponse<String> signedOut() {
        return HttpResponse.ok(pages.page("signed-out", Map.of()))
                .contentType(MediaType.TEXT_HTML_TYPE);
    }
}
