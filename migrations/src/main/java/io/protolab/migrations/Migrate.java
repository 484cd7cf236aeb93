package io.protolab.migrations;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the newest schema; running it again changes nothing. */
public final class Migrate {
    private Migrate() {}

    /** Applies what is missing and returns the number of migrations applied. */
    public static int migrate(DataSource owner) {
        return Flyway.configure().dataSource(owner).cleanDisabled(true).load().migrate().migrationsExecuted;
    }
}
