package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.port.Server.Access;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// The server starts without the provider and answers programs. People sign in only at a server
/// that was started while the provider was there: docs/server.md.
class AbsentProviderTest {
    @Test
    void whoSignsInWhileTheProviderIsAwayIsTold() {
        OpenIdProvider before = OpenIdProvider.start();
        Access.Team team = Team.at(before);
        before.close();
        try (TestServer server = TestServer.with(team)) {
            Visitor visitor = new Visitor(server.address());

            HttpResponse<String> away = visitor.get("/login");

            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.body()).contains("the OpenID Connect provider does not answer");
            assertThat(visitor.get("/health/live").statusCode()).isEqualTo(200);
        }
    }
}
