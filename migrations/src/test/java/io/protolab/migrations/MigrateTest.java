package io.protolab.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrateTest {
    private static final Path DUMPS = Path.of("src/test/resources/released");

    private EmbeddedPostgres server;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void installsOnAnEmptyDatabase() throws SQLException {
        DataSource database = database("empty");

        int applied = Migrate.migrate(database);

        assertThat(applied).isPositive();
        assertThat(SchemaListing.of(database))
                .anyMatch(line -> line.startsWith("column trials.assignment text not null"));
    }

    @Test
    void changesNothing_theSecondTime() throws SQLException {
        DataSource database = database("twice");
        Migrate.migrate(database);
        List<String> before = SchemaListing.of(database);

        int applied = Migrate.migrate(database);

        assertThat(applied).isZero();
        assertThat(SchemaListing.of(database)).isEqualTo(before);
    }

    @Test
    void saysWhatEveryTableIsFor() throws SQLException {
        DataSource database = database("comments");
        Migrate.migrate(database);

        List<String> silent = SchemaListing.of(database).stream()
                .filter(line -> line.startsWith("column "))
                .map(line -> line.substring("column ".length(), line.indexOf('.')))
                .filter(table -> !table.equals("flyway_schema_history"))
                .distinct()
                .filter(table -> noComment(database, table))
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void refusesAStateThatNobodyKnows() throws SQLException {
        DataSource database = database("states");
        Migrate.migrate(database);
        execute(database, "insert into experiments (name) values ('e')");

        assertThatThrownBy(
                        () -> execute(
                                database,
                                "insert into sweeps (id, experiment, fingerprint, spec, state) values ('s', 'e', 'f', '{}', 'DONE')"))
                .hasMessageContaining("sweeps_state_check");
    }

    @Test
    void tellsCausesOfOldAttempts_andKeepsWhatWasSaidOfThem() throws SQLException {
        DataSource database = database("attempts");
        Flyway.configure().dataSource(database).target("2").load().migrate();
        execute(database, """
                insert into experiments (name) values ('e');
                insert into sweeps (id, experiment, fingerprint, spec) values ('s', 'e', 'f', '{}');
                insert into trials (id, sweep_id, index, name, fingerprint, spec, assignment, seed)
                values ('t', 's', 0, 't', 'f', '{}', '{}', 0);
                insert into attempts (trial_id, number, worker, device, first_epoch, started_at, ended_at, outcome)
                select 't', number, 'gpu-1/7', 'cpu', 0, now(), now(), outcome
                from unnest(array['handed back with its checkpoint', 'replaced by attempt 3', 'the card fell off the bus',
                                  'done']) with ordinality as old (outcome, number);
                """);

        Migrate.migrate(database);

        assertThat(column(
                        database,
                        "select number || ' ' || host || ' ' || outcome || ': ' || evidence from attempts order by 1"))
                .containsExactly(
                        "1 gpu-1 HANDED_BACK: ",
                        "2 gpu-1 NODE_LOST: replaced by attempt 3",
                        "3 gpu-1 UNEXPECTED: the card fell off the bus",
                        "4 gpu-1 DONE: ");
    }

    private static List<String> column(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Every dump of a released schema, brought to the newest, must equal a clean installation. */
    @TestFactory
    Stream<DynamicTest> upgradesReleasedSchemas() throws IOException, SQLException {
        DataSource clean = database("clean");
        Migrate.migrate(clean);
        List<String> newest = SchemaListing.of(clean);
        List<Path> dumps;
        try (Stream<Path> files = Files.list(DUMPS)) {
            dumps = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
        assertThat(dumps).isNotEmpty();
        return dumps.stream()
                .map(dump -> DynamicTest.dynamicTest(dump.getFileName().toString(), () -> {
                    DataSource database =
                            database("from_" + dump.getFileName().toString().replace('.', '_'));
                    execute(database, Files.readString(dump));

                    Migrate.migrate(database);

                    assertThat(SchemaListing.of(database)).isEqualTo(newest);
                }));
    }

    @Test
    void printsWhatItApplied() throws SQLException {
        database("program");
        Map<String, String> environment = environment(server.getJdbcUrl("postgres", "program"));

        int first = run(environment);
        int second = run(environment);

        assertThat(List.of(first, second)).containsExactly(0, 0);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("applied version 1: registry")
                .anyMatch(line -> line.startsWith("nothing to apply: the schema is at version "));
    }

    @Test
    void namesEveryMissingSetting() {
        int status = run(Map.of());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("PROTOLAB_DB_URL", "PROTOLAB_DB_USER", "PROTOLAB_DB_PASSWORD or PROTOLAB_DB_PASSWORD_FILE");
    }

    @Test
    void keepsThePasswordToItself_whenTheDatabaseDoesNotAnswer() {
        int status = run(environment("jdbc:postgresql://127.0.0.1:1/nowhere?password=s3cret"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("jdbc:postgresql://127.0.0.1:1/nowhere as postgres")
                .doesNotContain("s3cret");
    }

    private int run(Map<String, String> environment) {
        return Migrate.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Map<String, String> environment(String url) {
        return Map.of("PROTOLAB_DB_URL", url, "PROTOLAB_DB_USER", "postgres", "PROTOLAB_DB_PASSWORD", "s3cret");
    }

    private DataSource database(String name) throws SQLException {
        execute(server.getPostgresDatabase(), "create database " + name);
        return server.getDatabase("postgres", name);
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean noComment(DataSource database, String table) {
        try {
            return SchemaListing.of(database).stream().noneMatch(line -> line.startsWith("comment " + table + " 0 "));
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
