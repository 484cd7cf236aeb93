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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
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
