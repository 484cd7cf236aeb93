package io.protolab.platform.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.protolab.platform.config.AwayException;
import io.protolab.platform.config.InvalidConfigException;
import io.protolab.platform.config.StartWait;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A process's connections to the registry; they come back by themselves after PostgreSQL was away. Thread-safe. */
public final class RegistryPool implements AutoCloseable {
    /** Writers hold a connection for milliseconds: more of them would only wait for the same rows. */
    private static final int CONNECTIONS = 8;

    /** How long a caller waits for a connection before it hears that PostgreSQL does not answer. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final HikariDataSource connections;

    private RegistryPool(HikariDataSource connections) {
        this.connections = connections;
    }

    /**
     * Connects as the role that reads and writes rows.
     *
     * @param url such as {@code jdbc:postgresql://127.0.0.1:5432/protolab}
     * @throws RegistryUnavailableException if PostgreSQL does not answer or refuses; the message names the URL, never the password
     */
    public static RegistryPool open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("registry");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(ANSWER_WITHIN.toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.addDataSourceProperty("connectTimeout", ANSWER_WITHIN.toSeconds());
        // A dead network must not hold a caller for ever; the longest statement takes well under a second.
        config.addDataSourceProperty("socketTimeout", Duration.ofSeconds(60).toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", true);
        // Thousands of top patches arrive as one batch.
        config.addDataSourceProperty("reWriteBatchedInserts", true);
        config.addDataSourceProperty("ApplicationName", "protolab");
        try {
            return new RegistryPool(new HikariDataSource(config));
        } catch (PoolInitializationException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new RegistryUnavailableException(
                    "cannot open the registry at " + withoutSecrets(url) + " as " + user + ": " + reason
                            + "; see that PostgreSQL runs there and that user and password are right",
                    e);
        }
    }

    /**
     * As {@link #open}, and waits for a PostgreSQL that is away.
     *
     * @throws InvalidConfigException if it knows neither the database nor the role, or the password is wrong
     */
    public static RegistryPool await(String url, String user, String password) {
        String server = withoutSecrets(url).replaceFirst("^jdbc:postgresql://", "");
        return StartWait.until("PostgreSQL at " + server, () -> {
            try {
                return open(url, user, password);
            } catch (RegistryUnavailableException e) {
                throw isRefusal(e)
                        ? new InvalidConfigException(List.of(String.valueOf(e.getMessage())))
                        : new AwayException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /** By the class of the SQL state: no such role or wrong password, no such database, no right to connect. */
    private static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
                return Stream.of("28", "3D", "42").anyMatch(refusal.getSQLState()::startsWith);
            }
        }
        return false;
    }

    /** For {@link JdbcRegistry} and {@link JdbcOutbox}; works until the pool is closed. */
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public void close() {
        connections.close();
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}
