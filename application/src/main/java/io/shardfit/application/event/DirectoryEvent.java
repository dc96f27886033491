package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import java.time.Instant;
import java.util.List;

/// Who may do what, in person or by a token; in the stream of roles.
public sealed interface DirectoryEvent extends LedgerEvent {
    record RoleGranted(String subject, Role role, String reason) implements DirectoryEvent {
        @Override
        public Json.Fields data() {
            return members(subject, role, reason);
        }

        static RoleGranted of(Data data) {
            return new RoleGranted(data.text("subject"), roleOf(data), data.text("reason"));
        }
    }

    record RoleRevoked(String subject, Role role, String reason) implements DirectoryEvent {
        @Override
        public Json.Fields data() {
            return members(subject, role, reason);
        }

        static RoleRevoked of(Data data) {
            return new RoleRevoked(data.text("subject"), roleOf(data), data.text("reason"));
        }
    }

    /// A program may act for somebody from now on.
    ///
    /// @param prefix the beginning of the token, by which people know it
    /// @param secret of the whole token, which is 256 random bits: there is nothing to guess
    /// @param owner whom it acts for, and who counts as author of what it sends
    /// @param deployments that it may write to; none means all
    record TokenIssued(
            String prefix,
            Digest secret,
            String name,
            String owner,
            List<Role> roles,
            List<String> deployments,
            Instant expires)
            implements DirectoryEvent {
        public TokenIssued {
            roles = List.copyOf(roles);
            deployments = List.copyOf(deployments);
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("prefix", prefix)
                    .with("secret", secret.text())
                    .with("name", name)
                    .with("owner", owner)
                    .with("roles", Members.texts(roles.stream().map(Role::word).toList()))
                    .with("deployments", Members.texts(deployments))
                    .with("expires", EntryFormat.time(expires))
                    .build();
        }

        static TokenIssued of(Data data) {
            return new TokenIssued(
                    data.text("prefix"),
                    data.digest("secret"),
                    data.text("name"),
                    data.text("owner"),
                    data.texts("roles").stream().map(Role::ofWord).toList(),
                    data.texts("deployments"),
                    data.instant("expires"));
        }
    }

    record TokenRevoked(String prefix, String reason) implements DirectoryEvent {
        @Override
        public Json.Fields data() {
            return Json.fields().with("prefix", prefix).with("reason", reason).build();
        }

        static TokenRevoked of(Data data) {
            return new TokenRevoked(data.text("prefix"), data.text("reason"));
        }
    }

    private static Json.Fields members(String subject, Role role, String reason) {
        return Json.fields()
                .with("subject", subject)
                .with("role", role.word())
                .with("reason", reason)
                .build();
    }

    private static Role roleOf(Data data) {
        return data.parsed("role", "a role", Role::ofWord);
    }
}
