package io.shardfit.adapters.web.team;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.access.Modes;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.access.Refuser;
import io.shardfit.adapters.web.access.SessionCookie;
import io.shardfit.adapters.web.stream.ServerSentEvents;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.port.Accounts;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way to the provider, the way back, and the way out.
@Controller
@Produces(MediaType.TEXT_HTML)
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SignIn {
    static final String LOGIN = "/login";
    static final String CALLBACK = "/login/callback";

    /// What the provider's answer is compared with. Without all of them it was not asked for here.
    private static final List<String> ASKED =
            List.of("OAUTH2_STATE", "OPENID_NONCE", "OAUTH2_PKCE");

    private static final String RETURN = "shardfit_return";
    private static final Duration ON_THE_WAY = Duration.ofMinutes(10);

    private final OpenIdConnect provider;
    private final Sessions sessions;
    private final Accounts accounts;
    private final SessionCookie cookie;
    private final Refuser refuser;
    private final ServerSentEvents streams;
    private final InstantSource clock;

    SignIn(
            OpenIdConnect provider,
            Sessions sessions,
            Accounts accounts,
            SessionCookie cookie,
            Refuser refuser,
            ServerSentEvents streams,
            InstantSource clock) {
        this.provider = provider;
        this.sessions = sessions;
        this.accounts = accounts;
        this.cookie = cookie;
        this.refuser = refuser;
        this.streams = streams;
        this.clock = clock;
    }

    /// @param to the page to come back to
    /// @param again whether somebody who is signed in has to prove it anew
    @Get(LOGIN)
    @Public
    HttpResponse<?> login(
            HttpRequest<?> request,
            @QueryValue(defaultValue = "/") String to,
            @QueryValue(defaultValue = "false") boolean again) {
        MutableHttpResponse<?> asked = provider.ask(request);
        MutableHttpResponse<?> answer =
                HttpResponse.seeOther(
                        sessions.address(asked.getHeaders().get(HttpHeaders.LOCATION), again));
        asked.getCookies().values().forEach(one -> answer.cookie(cookie.safe(one)));
        return answer.cookie(cookie.safe(Cookie.of(RETURN, page(to))).maxAge(ON_THE_WAY));
    }

    @Get(CALLBACK)
    @Public
    HttpResponse<?> callback(HttpRequest<Map<String, Object>> request) {
        if (ASKED.stream().anyMatch(name -> request.getCookies().findCookie(name).isEmpty())) {
            return refuser.notProven(request, "it was not asked from this browser");
        }
        MutableHttpResponse<?> answer =
                switch (provider.answer(request)) {
                    case OpenIdConnect.Answer.Proven proven -> signedIn(request, proven);
                    case OpenIdConnect.Answer.Unproven(String why) ->
                            refuser.notProven(request, why);
                };
        ASKED.forEach(name -> answer.cookie(cookie.gone(name)));
        return answer.cookie(cookie.gone(RETURN));
    }

    private MutableHttpResponse<?> signedIn(
            HttpRequest<?> request, OpenIdConnect.Answer.Proven proven) {
        cookie.secret(request).ifPresent(accounts::close);
        String to = request.getCookies().findCookie(RETURN).map(Cookie::getValue).orElse("/");
        return HttpResponse.seeOther(URI.create(page(to))).cookie(sessions.open(proven));
    }

    @Post("/logout")
    @Consumes(MediaType.ALL)
    @Public
    HttpResponse<?> logout(HttpRequest<?> request) {
        cookie.secret(request)
                .ifPresent(secret -> {
                    Optional<SignedIn> session = accounts.session(secret, clock.instant());
                    accounts.close(secret);
                    session.ifPresent(ended -> streams.renew(ended.person()));
                });
        return HttpResponse.seeOther(URI.create("/signed-out")).cookie(cookie.gone());
    }

    @Get("/signed-out")
    @Public
    HttpResponse<String> signedOut() {
        return sessions.signedOut();
    }

    /// {@return a page of this server: never another one's, whatever was asked for}
    private static String page(String to) {
        return Optional.of(to)
                .filter(text -> text.matches("/(?![/\\\\])[\\x21-\\x7e]{0,500}"))
                .filter(text -> !text.contains("\\") && !text.startsWith(LOGIN))
                .filter(SignIn::isAddress)
                .orElse("/");
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return address.getHost() == null && !address.isAbsolute();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
