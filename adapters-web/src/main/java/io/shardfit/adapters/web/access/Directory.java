package io.shardfit.adapters.web.access;

import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/// Who holds which role: as new as the follower of the log, a fraction of a second behind.
@Singleton
public final class Directory implements LogListener {
    private final EventLog log;
    private volatile RoleHistory roles = RoleHistory.of(List.of());

    Directory(EventLog log) {
        this.log = log;
    }

    @Override
    public void started(long position) {
        roles = RoleHistory.of(log.stream(StreamId.directory()));
    }

    public RoleHistory roles() {
        return roles;
    }

    public Set<Role> rolesOf(String id) {
        return roles.of(id);
    }

    @Override
    public void appended(List<Entry> entries) {
        if (entries.stream().anyMatch(entry -> entry.stream().equals(StreamId.directory()))) {
            started(entries.getLast().position());
        }
    }
}
