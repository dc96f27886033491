package io.shardfit.adapters.web.team;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.OpenIdClient;
import io.micronaut.security.oauth2.endpoint.authorization.response.AuthorizationErrorResponseException;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.access.Modes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// The provider, through Micronaut Security: it makes state, nonce and PKCE, exchanges the code,
/// and checks signature, issuer, audience and times of the ID token.
@Singleton
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
final class OpenIdConnect {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdConnect.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Asked for late: the server starts while the provider is away.
    private final BeanProvider<OpenIdClient> client;

    OpenIdConnect(BeanProvider<OpenIdClient> client) {
        this.client = client;
    }

    /// What came back.
    sealed interface Answer {
        /// @param claims of the ID token
        record Proven(String subject, Map<String, Object> claims) implements Answer {}

        /// @param why in words that tell nothing that an attacker would want to know
        record Unproven(String why) implements Answer {}
    }

    /// {@return a redirect to the provider, with the cookies that its answer is compared with}
    MutableHttpResponse<?> ask(HttpRequest<?> request) {
        try {
            MutableHttpResponse<?> redirect =
                    Mono.from(client.get().authorizationRedirect(request)).block(PATIENCE);
            if (redirect != null) {
                return redirect;
            }
        } catch (RuntimeException unable) {
            LOG.warn("the provider cannot be asked: {}", unable.toString());
        }
        throw new ProblemException(
                Problem.unavailable(
                        "the OpenID Connect provider does not answer", Duration.ofSeconds(10)));
    }

    Answer answer(HttpRequest<Map<String, Object>> request) {
        try {
            AuthenticationResponse response =
                    Mono.from(client.get().onCallback(request)).block(PATIENCE);
            if (response != null && response.getAuthentication().isPresent()) {
                Authentication proven = response.getAuthentication().get();
                return new Answer.Proven(proven.getName(), proven.getAttributes());
            }
            return new Answer.Unproven("its ID token was refused");
        } catch (AuthorizationErrorResponseException refused) {
            return new Answer.Unproven("it refused");
        } catch (HttpClientException unable) {
            LOG.warn("the provider's token endpoint: {}", unable.getMessage());
            return new Answer.Unproven("it did not take the code");
        } catch (RuntimeException invalid) {
            LOG.warn("the provider's answer: {}", invalid.toString());
            return new Answer.Unproven("its answer was refused");
        }
    }
}
