package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.CpuWorker;
import io.protolab.gpu.GpuWorker;
import io.protolab.platform.ApiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose servers come later than they do. */
@Timeout(180)
class WaitAtTheStartTest {
    private static final int TERMINATED = 128 + 15;

    private final Map<String, String> variables = new HashMap<>();
    private final List<Process> started = new ArrayList<>();
    private int absent;

    @TempDir
    Path volume;

    @BeforeEach
    void chooseAPortOfNobody() throws IOException {
        absent = Ports.choose("nobody", "", null, volume.resolve("port"));
        variables.put("PROTOLAB_TEMPORAL", "127.0.0.1:" + absent);
        variables.put("PROTOLAB_ARTIFACTS", volume.resolve("artifacts").toString());
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void waitsForPostgres_andEndsAtOnceWhenItIsToldTo() throws Exception {
        variables.put("PROTOLAB_DB_URL", "jdbc:postgresql://127.0.0.1:" + absent + "/protolab");
        variables.put("PROTOLAB_DB_USER", "rows");
        variables.put("PROTOLAB_DATASETS", volume.resolve("datasets").toString());

        Process worker = start(CpuWorker.class);
        awaitLine(worker, "waiting for PostgreSQL at 127.0.0.1:" + absent + "/protolab since ");

        assertEndsWhenItIsToldTo(worker);
    }

    @Test
    void servesNothingWithoutPostgres_butWaitsForIt() throws Exception {
        variables.put("PROTOLAB_DB_URL", "jdbc:postgresql://127.0.0.1:" + absent + "/protolab");
        variables.put("PROTOLAB_DB_USER", "rows");

        Process server = start(ApiServer.class);
        awaitLine(server, "waiting for PostgreSQL at ");

        assertEndsWhenItIsToldTo(server);
    }

    @Test
    void goesOn_onceTemporalIsThere() throws Exception {
        variables.put("PROTOLAB_FEATURES", volume.resolve("features").toString());
        variables.put("PROTOLAB_WORK", volume.resolve("work").toString());
        variables.put("PROTOLAB_DEVICE", "cpu");

        Process worker = start(GpuWorker.class);
        awaitLine(worker, "waiting for Temporal at 127.0.0.1:" + absent + " since ");
        try (LocalTemporal temporal = LocalTemporal.start(absent)) {
            awaitLine(worker, "Temporal at " + temporal.address() + " is there");
        }
    }

    private Process start(Class<?> main) throws IOException {
        ProcessBuilder builder = JavaProcess.of(main).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static void awaitLine(Process process, String part) throws IOException {
        BufferedReader log = process.inputReader();
        String line = log.readLine();
        while (line != null && !line.contains(part)) {
            line = log.readLine();
        }
        assertThat(line).as("a line with '%s'", part).isNotNull();
    }

    private static void assertEndsWhenItIsToldTo(Process process) throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
}
