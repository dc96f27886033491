package io.shardfit.adapters.web.access;

import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.event.TokenHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/// Who holds which role and which token: as new as the follower of the log, a fraction of a second
/// behind.
@Singleton
public final class Directory implements LogListener {
    private final EventLog log;
    private volatile RoleHistory roles = RoleHistory.of(List.of());
    private volatile TokenHistory tokens = TokenHistory.of(List.of());

    Directory(EventLog log) {
        this.log = log;
    }

    @Override
    public void started(long position) {
        refresh();
    }

    /// Reads it now, so that who was just granted something need not wait for the follower.
    public synchronized void refresh() {
        List<Entry> entries = log.stream(StreamId.directory());
        roles = RoleHistory.of(entries);
        tokens = TokenHistory.of(entries);
    }

    public RoleHistory roles() {
        return roles;
    }

    public TokenHistory tokens() {
        return tokens;
    }

    public Set<Role> rolesOf(String id) {
        return roles.of(id);
    }

    @Override
    public void appended(List<Entry> entries) {
        if (entries.stream().anyMatch(entry -> entry.stream().equals(StreamId.directory()))) {
            refresh();
        }
    }
}
