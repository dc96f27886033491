package io.shardfit.adapters.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL database, and how to get into it.
///
/// @param url `jdbc:postgresql://…`, with user and password if they are not given beside it
record Database(String url, Optional<String> user, Optional<String> password) {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final int CONNECT_SECONDS = 5;

    Database {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "SHARDFIT_DATABASE_URL starts with %s//, as in %s//db.example:5432/shardfit?user=shardfit"
                            .formatted(PREFIX, PREFIX));
        }
    }

    /// What a connection may do, as a role of the database.
    enum Role {
        WRITER("evlog_writer"),
        NOTARY("evlog_notary");

        private final String name;

        Role(String name) {
            this.name = name;
        }

        String assume() {
            return "SET ROLE " + name;
        }
    }

    PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        source.setApplicationName("shardfit");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }

    static void assume(Connection connection, Role role) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(role.assume());
        }
    }

    /// The password is nobody's business.
    @Override
    public String toString() {
        return url.replaceFirst("password=[^&]*", "password=…");
    }
}
