package io.protolab.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of a Temporal server, made and brought up to date by the tool of the same version. */
final class TemporalSchema {
    /** Names of schemas inside of the tool. */
    private static final String WORKFLOWS = "postgresql/v12/temporal";

    private static final String VISIBILITY = "postgresql/v12/visibility";

    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final TemporalPrograms programs;
    private final DataDirectory data;

    TemporalSchema(TemporalPrograms programs, DataDirectory data) {
        this.programs = programs;
        this.data = data;
    }

    /** @param empty a database that is thrown away if this does not come to its end: the tool goes on with no half-made tables */
    void createWorkflows(DatabaseLogin empty) {
        create(empty, WORKFLOWS);
    }

    /** @param empty as for {@link #createWorkflows} */
    void createVisibility(DatabaseLogin empty) {
        create(empty, VISIBILITY);
    }

    /** Changes nothing where the tables are those of this version. */
    void update(DatabaseLogin workflows, DatabaseLogin visibility) {
        update(workflows, WORKFLOWS);
        update(visibility, VISIBILITY);
    }

    private void create(DatabaseLogin empty, String schema) {
        run(empty, "setup-schema", "--version", "0.0");
        update(empty, schema);
    }

    private void update(DatabaseLogin database, String schema) {
        run(database, "update-schema", "--schema-name", schema);
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
