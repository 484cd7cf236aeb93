package io.protolab.migrations;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings a database to the newest schema; running it again changes nothing.
 *
 * <p>As a program it reads {@value #URL}, {@value #USER} and {@value #PASSWORD} (or {@value #PASSWORD_FILE}, a file with the
 * password) of the role that owns the schema.
 */
public final class Migrate {
    static final String URL = "PROTOLAB_DB_URL";
    static final String USER = "PROTOLAB_DB_USER";
    static final String PASSWORD = "PROTOLAB_DB_PASSWORD";
    static final String PASSWORD_FILE = "PROTOLAB_DB_PASSWORD_FILE";

    private Migrate() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    /** Applies what is missing and returns the number of migrations applied. */
    public static int migrate(DataSource owner) {
        return Flyway.configure().dataSource(owner).cleanDisabled(true).load().migrate().migrationsExecuted;
    }

    /** The program without its exit: 0 if the schema is the newest, 1 if it could not be made so, 2 if settings are missing. */
    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        List<String> missing = new ArrayList<>();
        for (String name : List.of(URL, USER)) {
            if (environment.getOrDefault(name, "").isBlank()) {
                missing.add(name);
            }
        }
        if (!environment.containsKey(PASSWORD) && !environment.containsKey(PASSWORD_FILE)) {
            missing.add(PASSWORD + " or " + PASSWORD_FILE);
        }
        if (!missing.isEmpty()) {
            err.println(
                    "set " + String.join(", ", missing) + ": where the database is and the role that owns its schema");
            return 2;
        }
        String url = environment.getOrDefault(URL, "");
        try {
            MigrateResult result = Flyway.configure()
                    .dataSource(url, environment.get(USER), password(environment))
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            report(result, out);
            return 0;
        } catch (FlywayException | IOException e) {
            err.println("cannot migrate " + url.replaceFirst("\\?.*", "") + " as " + environment.get(USER) + ": "
                    + e.getMessage());
            return 1;
        }
    }

    private static String password(Map<String, String> environment) throws IOException {
        String password = environment.get(PASSWORD);
        return password != null
                ? password
                : Files.readString(Path.of(environment.getOrDefault(PASSWORD_FILE, "")))
                        .strip();
    }

    private static void report(MigrateResult result, PrintStream out) {
        for (MigrateOutput migration : result.migrations) {
            out.println("applied version " + migration.version + ": " + migration.description);
        }
        if (result.migrations.isEmpty()) {
            out.println("nothing to apply: the schema is at version " + result.initialSchemaVersion);
        }
    }
}
