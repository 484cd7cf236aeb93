package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.standalone.chaos.Disturbance;
import io.protolab.standalone.chaos.Injection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** {@link SeparateParts}, one of each, and what tests ask of them and do to them. */
final class RunningParts implements AutoCloseable {
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_DEATH = Duration.ofMinutes(1);
    private static final String CPU = "cpu-1";
    private static final String GPU = "gpu-1";

    private final DataDirectory data;
    private SeparateParts parts;

    private RunningParts(DataDirectory data) {
        this.data = data;
        parts = start(TemporalKind.DEV);
    }

    /** On the embedded Temporal. */
    static RunningParts start(Path root) {
        return new RunningParts(DataDirectory.open(root, 0));
    }

    private SeparateParts start(TemporalKind temporal) {
        SeparateParts.Setup setup = new SeparateParts.Setup(
                1, 1, data.directory("artifacts"), temporal, HEARTBEAT_TIMEOUT, 0, Optional.empty());
        return SeparateParts.start(data, setup, (part, line) -> {});
    }

    PlatformClient client() {
        return new PlatformClient(api(), mlflow());
    }

    String api() {
        return parts.api();
    }

    String mlflow() {
        return parts.mlflow();
    }

    String temporal() {
        return parts.temporal();
    }

    Jdbi registry() {
        return Jdbi.create(parts.postgres().application().dataSource());
    }

    /** One of the directories that the parts share, such as {@code work}. */
    Path directory(String name) {
        return data.directory(name);
    }

    /** Has MLflow's server refuse the CPU worker until the answer is run. */
    Injection.Undo refuseMlflow() {
        return parts.ways().proxy(CPU + ">" + SeparateParts.MLFLOW).disturb(Disturbance.REFUSED);
    }

    /** Others are started. */
    void killWorkers() {
        kill(CPU, GPU);
    }

    /** It is started again on its old port: the embedded one with nothing in its memory, another on its databases. */
    void killTemporal() {
        kill(SeparateParts.TEMPORAL);
    }

    private void kill(String... names) {
        List<ServerProcess> killed = Stream.of(names)
                .map(name -> ServerProcess.of(data, name).orElseThrow())
                .toList();
        killed.forEach(server -> server.signal("KILL"));
        assertThat(Waiting.until(
                        LONGEST_DEATH,
                        () -> killed.stream()
                                .noneMatch(server -> server.handle().isAlive())))
                .isTrue();
    }

    /** Stops everything and starts it with Temporal's own server. */
    void moveToTemporalServer() {
        parts.close();
        parts = start(TemporalKind.EXTERNAL);
    }

    @Override
    public void close() {
        parts.close();
        List<ProcessHandle> left = data.processes().all();
        data.close();
        assertThat(left).as("processes that were not ended").isEmpty();
    }
}
