package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private DataDirectory data;
    private ChildProcess child;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        data = DataDirectory.open(root, 0);
        child = ChildProcess.start(
                new ChildProcess.Command(
                        "server",
                        List.of(),
                        List.of("sh", "-c", "sleep 1000 & echo started $$; wait"),
                        System.getenv(),
                        root,
                        "TERM",
                        Duration.ofSeconds(5)),
                data);
        assertThat(Waiting.until(LONGEST_WAIT, () -> child.log().text().contains("started")))
                .isTrue();
    }

    @AfterEach
    void stop() {
        child.close();
        data.close();
    }

    @Test
    void isTheServerAndNeitherItsGuardNorItsChild() {
        assertThat(child.log().text()).isEqualTo("started " + server().handle().pid() + "\n");
    }

    @Test
    void takesItsChildrenAlong_whenItIsKilled() {
        server().signal("KILL");

        assertThat(Waiting.until(LONGEST_WAIT, () -> data.processes().all().isEmpty()))
                .as("%s", data.processes().all())
                .isTrue();
        assertThat(ServerProcess.of(data, "server")).isEmpty();
    }

    @Test
    void standsStillWithItsChildren_untilItIsWoken() {
        ServerProcess server = server();
        server.signalAll("STOP");
        assertThat(Waiting.until(LONGEST_WAIT, () -> countStopped() == 2)).isTrue();

        server.signalAll("CONT");
        assertThat(Waiting.until(LONGEST_WAIT, () -> countStopped() == 0)).isTrue();
    }

    private ServerProcess server() {
        Optional<ServerProcess> server = ServerProcess.of(data, "server");
        return server.orElseThrow(
                () -> new AssertionError("no server among " + data.processes().all()));
    }

    private long countStopped() {
        return data.processes().all().stream()
                .filter(ServerProcessTest::isStopped)
                .count();
    }

    private static boolean isStopped(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            return false;
        }
    }
}
