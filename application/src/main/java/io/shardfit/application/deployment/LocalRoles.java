package io.shardfit.application.deployment;

import io.shardfit.application.event.Role;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.EnvironmentPolicy;
import java.time.Duration;
import java.util.Arrays;

/// Gives a log on one person's machine a person for each role, and an environment in which a new
/// approver need not wait, so that everything can be tried at once. Doing it again adds nothing;
/// what an administrator took away stays away.
public final class LocalRoles {
    /// The environment to try things in.
    public static final String ENVIRONMENT = "staging";

    private static final String REASON = "the server of one machine, without login";

    private final GrantRole grant;
    private final ChangePolicy policy;

    public LocalRoles(EventLog log) {
        this.grant = new GrantRole(log);
        this.policy = new ChangePolicy(log);
    }

    /// {@return the id of the local person who holds a role}
    public static String id(Role role) {
        return "local-" + role.word();
    }

    /// {@return whether it is one of the local people}
    public static boolean isLocal(String id) {
        return Arrays.stream(Role.values()).map(LocalRoles::id).anyMatch(id::equals);
    }

    public void establish() {
        for (Role role : Role.values()) {
            grant.grant(Sender.program("local/role-" + role.word()), id(role), role, REASON);
        }
        policy.change(Sender.program("local/policy"), ENVIRONMENT, withoutDelay(), REASON);
    }

    private static EnvironmentPolicy withoutDelay() {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        return new EnvironmentPolicy(
                usual.neededApprovals(),
                usual.allowedVerdicts(),
                usual.safetyMargin(),
                usual.waivableFindings(),
                usual.onCorrection(),
                usual.approvalLifetime(),
                Duration.ZERO);
    }
}
