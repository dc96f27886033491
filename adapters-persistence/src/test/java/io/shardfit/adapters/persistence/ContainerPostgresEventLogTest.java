package io.shardfit.adapters.persistence;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// The same log on the oldest PostgreSQL that is supported, wherever a Docker engine is reachable.
/// `-Dshardfit.postgres.image` names another image, such as the one that `.ci/postgres-image`
/// makes.
@EnabledIf("anEngineIsReachable")
class ContainerPostgresEventLogTest extends PostgresLogContract {
    private static final String IMAGE =
            System.getProperty("shardfit.postgres.image", "postgres:15");
    private static final PostgreSQLContainer CONTAINER =
            new PostgreSQLContainer(
                    DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"));

    static boolean anEngineIsReachable() {
        return !IMAGE.equals("none") && DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        CONTAINER.start();
    }

    @AfterAll
    static void stop() {
        CONTAINER.stop();
    }

    @Override
    Database server() {
        return new Database(
                CONTAINER.getJdbcUrl(),
                Optional.of(CONTAINER.getUsername()),
                Optional.of(CONTAINER.getPassword()));
    }
}
