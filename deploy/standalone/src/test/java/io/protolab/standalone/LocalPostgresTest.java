package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalPostgresTest {
    private static Path root;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private DataDirectory data;
    private LocalPostgres postgres;

    @BeforeAll
    static void choosePlace() throws IOException {
        root = TestDirectories.fresh("postgres");
    }

    @BeforeEach
    void start() {
        data = DataDirectory.open(root, 0);
        postgres = LocalPostgres.start(data, null, said::add);
    }

    @AfterEach
    void stop() {
        postgres.close();
        data.close();
    }

    @Test
    void confirmsACommitOnlyWhenItIsOnTheDisk() {
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
        assertThat(setting("full_page_writes")).isEqualTo("on");
    }

    @Test
    void keepsItsRowsAndItsPort_overAStop() {
        owner().useHandle(h -> h.execute("CREATE TABLE kept AS SELECT 7 AS number"));
        String address = postgres.address();

        stop();
        start();

        assertThat(number("kept")).isEqualTo(7);
        assertThat(postgres.address()).isEqualTo(address);
    }

    @Test
    void keepsItsRows_whenEveryProcessOfItIsKilled() throws IOException {
        owner().useHandle(h -> h.execute("CREATE TABLE survived AS SELECT 8 AS number"));
        List<ProcessHandle> all = data.processes().of("postgres");

        all.forEach(ProcessHandle::destroyForcibly);
        stop();
        assertThat(root.resolve("postgres/cluster/postmaster.pid")).exists();
        // as if the id of the dead server had been given to another program meanwhile
        Files.writeString(
                root.resolve("postgres/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + root.resolve("postgres/cluster") + "\n");
        start();

        assertThat(number("survived")).isEqualTo(8);
    }

    @Test
    void comesBackByItself_whenItsServerDies() {
        owner().useHandle(h -> h.execute("CREATE TABLE again AS SELECT 9 AS number"));

        data.processes().of("postgres").forEach(ProcessHandle::destroyForcibly);

        assertThat(Waiting.until(Duration.ofSeconds(20), () -> !said.isEmpty() && answers()))
                .isTrue();
        assertThat(number("again")).isEqualTo(9);
    }

    @Test
    void letsTheApplicationReadAndWriteRowsButNoSchema() {
        owner().useHandle(h -> h.execute("CREATE TABLE granted (id bigint GENERATED ALWAYS AS IDENTITY, number int)"));
        Jdbi application = Jdbi.create(postgres.application().dataSource());

        application.useHandle(h -> h.execute("INSERT INTO granted (number) VALUES (10)"));
        assertThat(number("granted")).isEqualTo(10);

        assertThatThrownBy(() -> application.useHandle(h -> h.execute("DROP TABLE granted")))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("must be owner");
        assertThatThrownBy(() -> application.useHandle(h -> h.execute("CREATE TABLE own (id int)")))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> application.useHandle(h -> h.execute("DELETE FROM flyway_schema_history")))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void keepsMlflowAndTheRegistryApart() {
        DatabaseLogin mlflow = postgres.mlflow();
        DatabaseLogin stray = new DatabaseLogin(
                mlflow.host(), mlflow.port(), postgres.application().database(), mlflow.role(), mlflow.password());

        assertThatThrownBy(() -> Jdbi.create(stray.dataSource()).open())
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void makesADatabaseAnew_afterItsFillingWasInterrupted() {
        DatabaseLogin owner = postgres.owner();
        DatabaseLogin superuser =
                new DatabaseLogin(owner.host(), owner.port(), "postgres", "postgres", data.password("postgres"));
        DatabaseLogin guest = postgres.mlflow().in("guest");
        assertThatThrownBy(() -> Databases.create(superuser, guest, empty -> {
                    fill(empty);
                    throw new StartupException("The start was interrupted.", "Start again.");
                }))
                .hasMessageContaining("interrupted");

        Databases.create(superuser, guest, LocalPostgresTest::fill);
        Databases.create(superuser, guest, LocalPostgresTest::fill);

        int filled = Jdbi.create(guest.dataSource())
                .withHandle(h -> h.createQuery("SELECT number FROM filled")
                        .mapTo(Integer.class)
                        .one());
        assertThat(filled).isEqualTo(11);
    }

    private static void fill(DatabaseLogin empty) {
        Jdbi.create(empty.dataSource()).useHandle(h -> h.execute("CREATE TABLE filled AS SELECT 11 AS number"));
    }

    @Test
    void printsNoPassword() {
        assertThat(postgres.owner().toString()).doesNotContain(postgres.owner().password());
    }

    private Jdbi owner() {
        return Jdbi.create(postgres.owner().dataSource());
    }

    private String setting(String name) {
        return owner().withHandle(h -> h.createQuery("SELECT current_setting(:name)")
                .bind("name", name)
                .mapTo(String.class)
                .one());
    }

    private int number(String table) {
        return Jdbi.create(postgres.application().dataSource())
                .withHandle(h -> h.createQuery("SELECT number FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    private boolean answers() {
        try {
            owner().open().close();
            return true;
        } catch (JdbiException e) {
            return false;
        }
    }
}
