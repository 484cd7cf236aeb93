package io.protolab.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The tables of a Temporal server, made and brought up to date by the tool of the same version. */
final class TemporalSchema {
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final TemporalPrograms programs;
    private final DataDirectory data;

    TemporalSchema(TemporalPrograms programs, DataDirectory data) {
        this.programs = programs;
        this.data = data;
    }

    void update(DatabaseLogin workflows, DatabaseLogin visibility) {
        update(workflows, "postgresql/v12/temporal");
        update(visibility, "postgresql/v12/visibility");
    }

    /** @param schema name of a schema inside of the tool */
    private void update(DatabaseLogin database, String schema) {
        if (!hasVersion(database)) { // once only: it says that nothing else is there yet
            run(database, "setup-schema", "--version", "0.0");
        }
        run(database, "update-schema", "--schema-name", schema);
    }

    private static boolean hasVersion(DatabaseLogin database) {
        return Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery("SELECT to_regclass('schema_version') IS NOT NULL")
                        .mapTo(Boolean.class)
                        .one());
    }

    private void run(DatabaseLogin database, String... words) {
        Path directory = data.directory("temporal");
        List<String> line = new ArrayList<>(List.of(programs.sqlTool().toString()));
        line.addAll(List.of(words));
        ChildProcess.Command command = new ChildProcess.Command(
                "temporal-schema", List.of(), line, environment(database), directory, "TERM", STOP_TIME);
        if (ChildProcess.run(command, data) != 0) {
            throw new LogFile(data.directory("logs").resolve("temporal-schema.log"))
                    .failure("Temporal's tables cannot be made in database " + database.database());
        }
    }

    /** The tool reads its options from there; on the command line everybody could read the password. */
    private static Map<String, String> environment(DatabaseLogin database) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("SQL_"));
        environment.putAll(Map.of(
                "SQL_PLUGIN", "postgres12",
                "SQL_HOST", database.host(),
                "SQL_PORT", Integer.toString(database.port()),
                "SQL_USER", database.role(),
                "SQL_PASSWORD", database.password(),
                "SQL_DATABASE", database.database()));
        return environment;
    }
}
