package io.shardfit.application.event;

import io.shardfit.application.document.Json;

/// Who may do what; in the stream of roles.
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
