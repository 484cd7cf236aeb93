package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path root;

    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(root, 0);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void asksTheServerToStop_withItsSignal() {
        ChildProcess child = start("trap 'echo stopping; exit 0' USR1; while true; do sleep 0.1; done", "USR1");

        child.close();

        assertThat(child.log().text()).isEqualTo("started\nstopping\n");
        assertThat(child.processes()).isEmpty();
    }

    @Test
    void killsAServerThatDoesNotStop_andWhatItStarted() {
        ChildProcess child = start("trap '' TERM; sleep 100 & sleep 100", "TERM");

        child.close();

        assertThat(child.processes()).isEmpty();
    }

    @Test
    void endsWhatAServerLeavesBehind() throws InterruptedException {
        ChildProcess child = start("sleep 100 & exit 3", "TERM");

        assertThat(child.awaitExit()).isEqualTo(3);
        assertThat(Waiting.until(Duration.ofSeconds(5), () -> child.processes().isEmpty()))
                .isTrue();
        child.close();
    }

    @Test
    void stopsTheServer_whenItsGuardWasKilled() {
        ChildProcess child = start("while true; do sleep 0.1; done", "TERM");
        child.processes().stream().filter(ChildProcessTest::isGuard).forEach(ProcessHandle::destroyForcibly);
        assertThat(child.processes()).isNotEmpty();

        child.close();

        assertThat(child.processes()).isEmpty();
    }

    @Test
    void leavesOrphansToTheNextUserOfTheDirectory() {
        ChildProcess orphan = start("while true; do sleep 0.1; done", "TERM");
        data.close();

        data = DataDirectory.open(root, 0);

        assertThat(orphan.processes()).isEmpty();
    }

    @Test
    void isStartedAgain_afterItDied() {
        ChildProcess.Command command = command("echo $$; while true; do sleep 0.1; done", "TERM");
        List<String> said = new CopyOnWriteArrayList<>();
        try (Watchdog watchdog = Watchdog.over(
                ChildProcess.start(command, data),
                () -> ChildProcess.start(command, data),
                RestartPause.growing(),
                said::add)) {
            assertThat(watchdog).isNotNull();
            data.processes().of("child").forEach(ProcessHandle::destroyForcibly);

            boolean restarted = Waiting.until(
                    Duration.ofSeconds(10),
                    () -> !said.isEmpty() && !data.processes().of("child").isEmpty());

            assertThat(restarted).isTrue();
            assertThat(said).containsExactly("ended by itself with status 137; starting it again");
        }
        assertThat(data.processes().of("child")).isEmpty();
    }

    private ChildProcess start(String script, String signal) {
        ChildProcess child = ChildProcess.start(command("echo started; " + script, signal), data);
        assertThat(Waiting.until(Duration.ofSeconds(5), () -> child.log().text().startsWith("started")))
                .isTrue();
        return child;
    }

    private ChildProcess.Command command(String script, String signal) {
        return new ChildProcess.Command(
                "child",
                List.of(),
                List.of("sh", "-c", script),
                Map.of("PATH", System.getenv("PATH")),
                root,
                signal,
                Duration.ofSeconds(1));
    }

    private static boolean isGuard(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(words -> List.of(words).contains("guard"))
                .orElse(false);
    }
}
