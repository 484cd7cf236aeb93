package io.protolab.standalone;

import io.protolab.migrations.Migrate;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The databases of a cluster and who may do what in them: one role owns the registry's schema, one may only read and write
 * its rows, and each other server is alone in what is its own. Every statement may be repeated.
 */
final class Databases {
    private static final String UNFINISHED = "unfinished";

    private Databases() {}

    /** Creates what is missing, brings the registry to the newest schema and returns the migrations applied. */
    static int prepare(DatabaseLogin superuser, DatabaseLogin owner, DatabaseLogin application, DatabaseLogin mlflow) {
        Jdbi.create(superuser.dataSource()).useHandle(handle -> {
            List.of(owner, application, mlflow).forEach(login -> createRole(handle, login));
            createDatabase(handle, owner);
            createDatabase(handle, mlflow);
            handle.execute("GRANT CONNECT ON DATABASE " + owner.database() + " TO " + application.role());
        });

        Jdbi registry = Jdbi.create(owner.dataSource());
        registry.useHandle(handle -> {
            handle.execute("""
                    ALTER DEFAULT PRIVILEGES IN SCHEMA public
                    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %s""".formatted(application.role()));
            handle.execute("""
                    ALTER DEFAULT PRIVILEGES IN SCHEMA public
                    GRANT USAGE, SELECT ON SEQUENCES TO %s""".formatted(application.role()));
        });
        int applied = Migrate.migrate(owner.dataSource());
        registry.useHandle(handle ->
                handle.execute("REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM " + application.role()));
        return applied;
    }

    /**
     * Creates a database of its owner's and fills it, unless it is there. Until it is full it bears a mark, with which it gets its name, and by
     * which a start after an interrupted one knows to drop it.
     */
    static void create(DatabaseLogin superuser, DatabaseLogin owner, Consumer<DatabaseLogin> filling) {
        Jdbi cluster = Jdbi.create(superuser.dataSource());
        boolean isFull = cluster.withHandle(handle -> {
            createRole(handle, owner);
            return isKnown(handle, owner) && !isUnfinished(handle, owner);
        });
        if (!isFull) {
            cluster.useHandle(handle -> createUnfinished(handle, owner));
            filling.accept(owner);
            cluster.useHandle(handle -> handle.execute("COMMENT ON DATABASE " + owner.database() + " IS NULL"));
        }
    }

    private static void createUnfinished(Handle handle, DatabaseLogin owner) {
        DatabaseLogin unmarked = owner.in(owner.database() + "_unmarked");
        for (DatabaseLogin left : List.of(owner, unmarked)) {
            handle.execute("DROP DATABASE IF EXISTS " + left.database() + " WITH (FORCE)");
        }
        createDatabase(handle, unmarked);
        handle.execute("COMMENT ON DATABASE " + unmarked.database() + " IS '" + UNFINISHED + "'");
        handle.execute("ALTER DATABASE " + unmarked.database() + " RENAME TO " + owner.database());
    }

    private static boolean isUnfinished(Handle handle, DatabaseLogin owner) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM pg_database
                            WHERE datname = :database AND shobj_description(oid, 'pg_database') = :mark)
                        """)
                .bind("database", owner.database())
                .bind("mark", UNFINISHED)
                .mapTo(Boolean.class)
                .one();
    }

    /** The password is ours and hexadecimal: a statement that defines a role takes no parameters. */
    private static void createRole(Handle handle, DatabaseLogin login) {
        boolean known = handle.createQuery("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
                .bind("role", login.role())
                .mapTo(Boolean.class)
                .one();
        String verb = known ? "ALTER" : "CREATE";
        handle.execute(verb + " ROLE " + login.role() + " LOGIN PASSWORD '" + login.password() + "'");
    }

    private static void createDatabase(Handle handle, DatabaseLogin owner) {
        if (!isKnown(handle, owner)) {
            handle.execute("CREATE DATABASE " + owner.database() + " OWNER " + owner.role());
        }
        handle.execute("REVOKE ALL ON DATABASE " + owner.database() + " FROM PUBLIC");
    }

    private static boolean isKnown(Handle handle, DatabaseLogin owner) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :database)")
                .bind("database", owner.database())
                .mapTo(Boolean.class)
                .one();
    }
}
