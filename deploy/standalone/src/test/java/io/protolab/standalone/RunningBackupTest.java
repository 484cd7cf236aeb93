package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real database is saved while somebody writes into it. */
class RunningBackupTest {
    private Path root;
    private Path file;
    private Path copy;
    private DataDirectory data;
    private LocalPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        Path place = TestDirectories.fresh("backup");
        root = place.resolve("data");
        file = place.resolve("backup.tar");
        copy = place.resolve("copy");
        open(root);
        owner().useHandle(h -> h.execute("CREATE TABLE kept (number int, padding text)"));
        owner().useHandle(
                        h -> h.execute("INSERT INTO kept SELECT n, repeat('x', 500) FROM generate_series(1, 5000) n"));
    }

    @AfterEach
    void stop() {
        postgres.close();
        data.close();
    }

    /** What was committed before is in the copy, and what was under way is in it whole or not at all. */
    @Test
    void savesEveryTransactionWhole_whileRowsAreWritten() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch written = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            while (!enough.get()) {
                owner().useTransaction(h -> {
                    h.execute("UPDATE kept SET padding = padding || 'y' WHERE number % 7 = 0");
                    h.execute("INSERT INTO kept VALUES (0, 'a'), (0, 'b')");
                });
                written.countDown();
            }
        });
        writer.start();
        written.await();
        ConsoleOutput saved = ConsoleOutput.of("backup", "--to", file.toString(), "--data", root.toString());
        enough.set(true);
        writer.join();
        assertThat(saved.status()).as(saved.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(number("SELECT count(*) FROM pg_replication_slots")).isZero();

        stop();
        ConsoleOutput restored = ConsoleOutput.of("restore", file.toString(), "--data", copy.toString());
        assertThat(restored.status()).as(restored.toString()).isEqualTo(ExitCodes.DONE);
        open(copy);

        assertThat(number("SELECT count(*) FROM kept WHERE number > 0")).isEqualTo(5_000);
        assertThat(number("SELECT count(*) FROM kept WHERE number = 0"))
                .isPositive()
                .isEven();
        assertThat(number("SELECT count(DISTINCT length(padding)) FROM kept WHERE number > 0 AND number % 7 = 0"))
                .isEqualTo(1);
        assertThat(copy.resolve("postgres/cluster/backup_label.old")).exists();
    }

    private void open(Path directory) {
        data = DataDirectory.open(directory, 0);
        postgres = LocalPostgres.start(data, null, line -> {});
    }

    private Jdbi owner() {
        return Jdbi.create(postgres.owner().dataSource());
    }

    private long number(String query) {
        return owner().withHandle(h -> h.createQuery(query).mapTo(Long.class).one());
    }
}
