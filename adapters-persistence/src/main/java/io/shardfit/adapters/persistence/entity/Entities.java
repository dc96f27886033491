package io.shardfit.adapters.persistence.entity;

import io.micronaut.transaction.jdbc.DataSourceTransactionManager;
import io.shardfit.application.port.Accounts;
import io.shardfit.application.port.Webhooks;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/// What is kept beside the log. Micronaut starts with the first question: most commands open a
/// ledger and have none.
public final class Entities implements AutoCloseable {
    private final DataSource connections;
    private final Function<SQLException, ? extends RuntimeException> failed;
    private Optional<EntityContext> started = Optional.empty();

    /// @param connections stays the caller's to close, after this
    /// @param failed what is thrown when the database does not answer
    public Entities(
            DataSource connections, Function<SQLException, ? extends RuntimeException> failed) {
        this.connections = connections;
        this.failed = failed;
    }

    public Accounts accounts() {
        EntityContext context = context();
        return new PostgresAccounts(
                context.getBean(People.class),
                context.getBean(Sessions.class),
                context.getBean(TokenUses.class),
                answers(context));
    }

    public Webhooks webhooks() {
        EntityContext context = context();
        return new PostgresWebhooks(
                context.getBean(Subscriptions.class),
                context.getBean(Deliveries.class),
                answers(context));
    }

    private Answers answers(EntityContext context) {
        return new Answers(context.getBean(DataSourceTransactionManager.class), failed);
    }

    private synchronized EntityContext context() {
        EntityContext context = started.orElseGet(() -> EntityContext.on(connections));
        started = Optional.of(context);
        return context;
    }

    /// Not by a reference to the method, which would load the class where nothing is to be closed.
    @Override
    public synchronized void close() {
        if (started.isPresent()) {
            started.get().close();
        }
    }
}
