package io.shardfit.adapters.cli;

import io.shardfit.application.account.ConfiguredSecret;
import io.shardfit.application.account.Entitlements;
import io.shardfit.application.account.Provider;
import io.shardfit.application.port.Server.Access;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who may use the server. Each option has a variable of the same meaning; the client's secret has
/// only a variable, because everybody on a machine can read command lines.
final class AccessOptions {
    private static final String SECRET = "SHARDFIT_OIDC_CLIENT_SECRET";

    /// A working day: whoever decides signs in again anyway.
    private static final Duration SESSION = Duration.ofHours(8);

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            defaultValue = "${env:SHARDFIT_PUBLIC_URL}",
            description = "how browsers reach the server (SHARDFIT_PUBLIC_URL)")
    private @Nullable String publicUrl;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            defaultValue = "${env:SHARDFIT_OIDC_ISSUER}",
            description =
                    "the OpenID Connect provider that signs people in; without it nobody signs in,"
                            + " and only this machine is served (SHARDFIT_OIDC_ISSUER)")
    private @Nullable String issuer;

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            defaultValue = "${env:SHARDFIT_OIDC_CLIENT_ID}",
            description =
                    "as whom the server asks the provider (SHARDFIT_OIDC_CLIENT_ID); its secret"
                            + " is in SHARDFIT_OIDC_CLIENT_SECRET, file:PATH for a file with it")
    private @Nullable String clientId;

    @Option(
            names = "--oidc-groups-claim",
            paramLabel = "NAME",
            defaultValue = "${env:SHARDFIT_OIDC_GROUPS_CLAIM:-groups}",
            description =
                    "the claim that lists groups (SHARDFIT_OIDC_GROUPS_CLAIM, usually groups)")
    private String claim = "groups";

    @Option(
            names = "--oidc-roles",
            paramLabel = "GROUP=ROLE,…",
            defaultValue = "${env:SHARDFIT_OIDC_ROLES}",
            description =
                    "the roles of groups; * is whoever can sign in (SHARDFIT_OIDC_ROLES, as in"
                            + " ml-platform=approver,*=viewer)")
    private @Nullable String roles;

    @Option(
            names = "--administrators",
            paramLabel = "SUBJECT,…",
            defaultValue = "${env:SHARDFIT_ADMINISTRATORS}",
            description =
                    "subjects or verified e-mail addresses of administrators"
                            + " (SHARDFIT_ADMINISTRATORS)")
    private @Nullable String administrators;

    @Option(
            names = "--step-up",
            paramLabel = "DURATION",
            defaultValue = "${env:SHARDFIT_STEP_UP:-PT15M}",
            description = "how recent a sign-in a decision needs (SHARDFIT_STEP_UP, usually PT15M)")
    private String stepUp = "PT15M";

    /// @throws IllegalArgumentException saying which setting is missing or wrong
    Access access() {
        return text(issuer).<Access>map(this::team).orElseGet(Access.Local::new);
    }

    private Access team(String issuer) {
        return new Access.Team(
                address("SHARDFIT_PUBLIC_URL", compulsory("SHARDFIT_PUBLIC_URL", publicUrl)),
                new Provider(
                        address("SHARDFIT_OIDC_ISSUER", issuer),
                        compulsory("SHARDFIT_OIDC_CLIENT_ID", clientId),
                        text(System.getenv(SECRET))
                                .flatMap(value -> ConfiguredSecret.of(SECRET, value))),
                new Entitlements(
                        claim,
                        Entitlements.groups(text(roles).orElse("")),
                        Set.copyOf(Entitlements.items(text(administrators).orElse("")))),
                SESSION,
                duration("SHARDFIT_STEP_UP", stepUp));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static String compulsory(String name, @Nullable String value) {
        return text(value)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                name + " is compulsory beside SHARDFIT_OIDC_ISSUER"));
    }

    private static URI address(String name, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException none) {
            throw new IllegalArgumentException(
                    "%s is no address: %s".formatted(name, none.getMessage()), none);
        }
    }

    private static Duration duration(String name, String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException(
                    "%s is \"%s\"; write hours and minutes as in PT15M or PT1H"
                            .formatted(name, value),
                    none);
        }
    }
}
