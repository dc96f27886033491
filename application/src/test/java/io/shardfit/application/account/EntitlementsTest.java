package io.shardfit.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.event.Role;
import io.shardfit.application.port.Server;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an administrator configures.
class EntitlementsTest {
    @Test
    void groupsHaveRoles() {
        assertThat(
                        Entitlements.groups(
                                " ml-platform=approver, ml-platform=author,ou=y=admin,*=viewer,"))
                .isEqualTo(
                        Map.of(
                                "ml-platform", Set.of(Role.APPROVER, Role.AUTHOR),
                                "*", Set.of(Role.VIEWER),
                                "ou=y", Set.of(Role.ADMIN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ml-platform", "=viewer", "a=owner", "a="})
    void whatIsNoGroupWithARoleIsSaid(String text) {
        assertThatThrownBy(() -> Entitlements.groups(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".*(write ml-platform=approver|viewer, author, approver).*");
    }

    @Test
    void somebodyHasTheRolesOfTheirGroupsAndOfEverybody() {
        Entitlements all =
                new Entitlements(
                        "groups",
                        Map.of("a", Set.of(Role.AUTHOR), "*", Set.of(Role.VIEWER)),
                        Set.of("subject-1", "root@example.org"));

        assertThat(all.of("subject-2", Optional.empty(), List.of("a", "b", "*")))
                .isEqualTo(
                        Map.of(
                                Role.AUTHOR, "the group a",
                                Role.VIEWER, "whoever can sign in"));
        assertThat(all.of("subject-1", Optional.empty(), List.of())).containsKey(Role.ADMIN);
        assertThat(all.of("subject-2", Optional.of("root@example.org"), List.of()))
                .containsKey(Role.ADMIN);
        assertThat(all.of("subject-2", Optional.of("another@example.org"), List.of()))
                .doesNotContainKey(Role.ADMIN);
    }

    /// The 128 bits of `printf 'https://id.example\nana' | sha256sum`.
    @Test
    void aPersonIsAlwaysTheSame() {
        assertThat(PersonId.of("https://id.example", "ana"))
                .isEqualTo("usr_39183afc934733ea7f8ea3ebbbca0f60");
        assertThat(PersonId.of("https://id.example", "ana"))
                .isNotEqualTo(PersonId.of("https://id.exampl", "e\nana"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "shardfit.example.org", "127.evil", ""})
    void whatOthersReachIsNotServedWithoutLogin(String host) {
        assertThatThrownBy(() ->
                        new Server.Settings(
                                host, 8080, new Server.Access.Local(), Path.of("spool")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHARDFIT_OIDC_ISSUER")
                .hasMessageContaining("or listen on 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
    void thisMachineIs(String host) {
        assertThat(
                        new Server.Settings(host, 8080, new Server.Access.Local(), Path.of("spool"))
                                .host())
                .isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shardfit.example", "shardfit.example", "ftp://x", "/"})
    void anAddressOnWhoseWayOthersReadIsRefused(String address) {
        assertThatThrownBy(() ->
                        new Server.Access.Team(
                                URI.create(address),
                                new Provider(
                                        URI.create("https://id.example"), "x", Optional.empty()),
                                new Entitlements("groups", Map.of(), Set.of()),
                                Duration.ofHours(8),
                                Duration.ofMinutes(15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHARDFIT_PUBLIC_URL")
                .hasMessageContaining("https");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(
                        new Provider(
                                        URI.create("https://id.example"),
                                        "shardfit",
                                        Optional.of("hush"))
                                .toString())
                .doesNotContain("hush");
    }
}
