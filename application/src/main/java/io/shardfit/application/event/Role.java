package io.shardfit.application.event;

import java.util.Locale;

/// What somebody may do.
public enum Role {
    /// Reads.
    VIEWER,
    /// Submits plans and asks for approval.
    AUTHOR,
    /// Approves, rejects, grants waivers.
    APPROVER,
    /// Reads and exports everything.
    AUDITOR,
    /// Grants roles, changes policies, publishes rules; approves nothing.
    ADMIN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for a word that is none
    public static Role ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
