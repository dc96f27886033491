package io.shardfit.adapters.persistence;

class EmbeddedPostgresEventLogTest extends PostgresLogContract {
    @Override
    Database server() {
        return TestServer.database();
    }
}
