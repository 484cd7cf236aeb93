package io.protolab.standalone;

import io.protolab.migrations.Migrate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The databases of a cluster and who may do what in them: one role owns the registry's schema, one may only read and write
 * its rows, and each other server is alone in what is its own. Every statement may be repeated.
 */
final class Databases {
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

    /** Creates a database of its owner's, unless it is there. */
    static void create(DatabaseLogin superuser, DatabaseLogin owner) {
        Jdbi.create(superuser.dataSource()).useHandle(handle -> {
            createRole(handle, owner);
            createDatabase(handle, owner);
        });
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
        boolean known = handle.createQuery("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :database)")
                .bind("database", owner.database())
                .mapTo(Boolean.class)
                .one();
        if (!known) {
            handle.execute("CREATE DATABASE " + owner.database() + " OWNER " + owner.role());
        }
        handle.execute("REVOKE ALL ON DATABASE " + owner.database() + " FROM PUBLIC");
    }
}
