package io.protolab.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.config.InvalidConfigException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RegistryPoolTest {
    @Test
    void comesBack_afterEveryConnectionWasCut() throws SQLException, InterruptedException {
        try (MigratedDatabase database = MigratedDatabase.fresh();
                RegistryPool pool = RegistryPool.open(database.url(), database.user(), "")) {
            Registry registry = new JdbcRegistry(pool.dataSource());
            registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("s"));

            cutConnections(database);
            // A connection that was used in the last half second is trusted without a look.
            Thread.sleep(600);

            assertThat(registry.findSweep("s")).isPresent();
        }
    }

    @Test
    void saysThatTryingAgainHelps_whenTheServerIsGone() throws SQLException {
        try (MigratedDatabase database = MigratedDatabase.fresh();
                RegistryPool pool = RegistryPool.open(database.url(), database.user(), "")) {
            Registry registry = new JdbcRegistry(pool.dataSource());
            registry.sweeps(1);

            cutConnections(database);

            assertThatThrownBy(() -> registry.sweeps(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("try again");
        }
    }

    @Test
    void namesTheAddressButNoSecret_whenNobodyAnswers() {
        assertThatThrownBy(() ->
                        RegistryPool.open("jdbc:postgresql://127.0.0.1:1/protolab?password=s3cret", "rows", "s3cret2"))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContainingAll("jdbc:postgresql://127.0.0.1:1/protolab", "rows", "refused")
                .hasMessageNotContainingAny("s3cret");
    }

    @Test
    void waitsForNoDatabaseThatTheServerDoesNotKnow_andForNoUnknownRole() {
        try (MigratedDatabase database = MigratedDatabase.fresh()) {
            String url = database.url().replaceFirst("\\?.*", ""); // which names a role
            assertThatThrownBy(() -> RegistryPool.await(url + "0", database.user(), ""))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("does not exist");
            assertThatThrownBy(() -> RegistryPool.await(url, "nobody", ""))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("nobody");
        }
    }

    private static void cutConnections(MigratedDatabase database) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'platform_rows'");
        }
    }
}
