package io.protolab.platform.registry;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs work on a connection and reports failures in the registry's words. Thread-safe. */
final class RegistryDatabase {
    /** Connection lost, server going down or full, conflict of transactions: SQLSTATE classes worth another try. */
    private static final List<String> PASSING = List.of("08", "57P", "53", "40");

    private final Jdbi jdbi;

    RegistryDatabase(DataSource dataSource) {
        jdbi = Jdbi.create(dataSource).registerArrayType(Float.class, "float4");
    }

    <T> T read(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    /** One transaction: all of the work or nothing. */
    <T> T write(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    /** See {@link #write(HandleCallback)}. */
    void change(HandleConsumer<RuntimeException> work) {
        write(handle -> {
            work.useHandle(handle);
            return Optional.empty();
        });
    }

    private static RegistryException translate(JdbiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                return sql instanceof SQLTransientException || PASSING.stream().anyMatch(state::startsWith)
                        ? new RegistryUnavailableException(
                                "PostgreSQL did not answer: " + sql.getMessage() + "; see that it runs, and try again",
                                e)
                        : new RegistryException("PostgreSQL refused: " + sql.getMessage(), e);
            }
        }
        return new RegistryException("the registry failed: " + e.getMessage(), e);
    }
}
