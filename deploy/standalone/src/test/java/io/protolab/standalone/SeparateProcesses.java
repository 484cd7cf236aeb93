package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.CpuWorker;
import io.protolab.gpu.GpuWorker;
import io.protolab.migrations.Migrate;
import io.protolab.platform.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Every part as a process with its own main class and no more variables than it needs, as on several machines. */
final class SeparateProcesses implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(40);

    private final Path root;
    private final DataDirectory data;
    private final Deque<Process> started = new ArrayDeque<>();
    private final LocalPostgres postgres;
    private final DatabaseLogin registry;
    private String temporal;
    private Process temporalProcess;
    private Optional<TemporalServer> temporalServer = Optional.empty();
    private final String api;
    private Process apiServer;
    private MlflowServer mlflow;
    private Process cpuWorker;
    private Process gpuWorker;

    private SeparateProcesses(Path root) throws IOException, InterruptedException {
        this.root = root;
        data = DataDirectory.open(root, 0);
        postgres = LocalPostgres.start(data, null, line -> {});
        registry = migratedRegistry();
        mlflow = startMlflow();
        temporalProcess = startTemporal("0");
        temporal = addressOf(temporalProcess);
        cpuWorker = startCpuWorker();
        gpuWorker = startGpuWorker();
        int apiPort = Ports.choose("the API server", "", null, root.resolve("api-port"));
        api = "http://127.0.0.1:" + apiPort;
        apiServer = startApiServer();
    }

    static SeparateProcesses start(Path root) throws IOException, InterruptedException {
        return new SeparateProcesses(root);
    }

    PlatformClient client() {
        return new PlatformClient(api, mlflow.address());
    }

    String api() {
        return api;
    }

    String mlflow() {
        return mlflow.address();
    }

    Path datasets() {
        return data.directory("datasets");
    }

    Jdbi registry() {
        return Jdbi.create(registry.dataSource());
    }

    /** One of the directories that the parts share, such as {@code work}. */
    Path directory(String name) {
        return data.directory(name);
    }

    void stopMlflow() {
        mlflow.close();
    }

    /** On its old port. */
    void restartMlflow() {
        mlflow = startMlflow();
    }

    /** Kills both workers and starts others. */
    void replaceWorkers() throws IOException, InterruptedException {
        cpuWorker.destroyForcibly().waitFor();
        gpuWorker.destroyForcibly().waitFor();
        cpuWorker = startCpuWorker();
        gpuWorker = startGpuWorker();
    }

    /** Kills the embedded Temporal and everything that speaks to it, and goes on with a real server. */
    void moveTo(TemporalPrograms programs) throws IOException, InterruptedException {
        for (Process process : List.of(apiServer, gpuWorker, cpuWorker, temporalProcess)) {
            process.destroyForcibly().waitFor();
        }
        TemporalSchema schema = new TemporalSchema(programs, data);
        TemporalServer server = TemporalServer.start(
                data, programs, postgres.temporal(schema), postgres.temporalVisibility(schema), null, line -> {});
        temporalServer = Optional.of(server);
        temporal = server.address();
        cpuWorker = startCpuWorker();
        gpuWorker = startGpuWorker();
        apiServer = startApiServer();
    }

    /** Its guard starts another one on the same databases. */
    void killTemporalServer() {
        List<ProcessHandle> killed = data.processes().of("temporal");
        killed.forEach(ProcessHandle::destroyForcibly);
        assertThat(Waiting.until(LONGEST_START, () -> killed.stream().noneMatch(ProcessHandle::isAlive)))
                .isTrue();
    }

    String temporal() {
        return temporal;
    }

    /** Kills Temporal and starts it on its old port, with nothing in its memory. */
    void replaceTemporal() throws IOException, InterruptedException {
        temporalProcess.destroyForcibly().waitFor();
        temporalProcess = startTemporal(temporal.substring(temporal.lastIndexOf(':') + 1));
        assertThat(addressOf(temporalProcess)).isEqualTo(temporal);
    }

    /** A database of its own, so that its schema is the work of the migrating process alone. */
    private DatabaseLogin migratedRegistry() throws IOException, InterruptedException {
        DatabaseLogin owner = in("separate", postgres.owner());
        DatabaseLogin application = in("separate", postgres.application());
        DatabaseLogin superuser =
                new DatabaseLogin(owner.host(), owner.port(), "postgres", "postgres", data.password("postgres"));
        Jdbi.create(superuser.dataSource())
                .useHandle(handle -> handle.execute("CREATE DATABASE separate OWNER " + owner.role()));
        Jdbi.create(owner.dataSource())
                .useHandle(handle ->
                        handle.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
                                + application.role()));

        Process migration = begin("migrate", Migrate.class, access(owner));

        assertThat(migration.waitFor()).as("exit code of the migration").isZero();
        return application;
    }

    private static DatabaseLogin in(String database, DatabaseLogin login) {
        return new DatabaseLogin(login.host(), login.port(), database, login.role(), login.password());
    }

    private MlflowServer startMlflow() {
        MlflowInstallation installation = MlflowInstallation.ensure(data, null, line -> {});
        return MlflowServer.start(data, installation, postgres.mlflow(), null, line -> {});
    }

    /** @param port 0 for any free one */
    private Process startTemporal(String port) throws IOException {
        Process process = JavaProcess.of(LocalTemporal.class, port).start();
        started.push(process);
        return process;
    }

    /** Waits until it serves. */
    private static String addressOf(Process temporal) throws IOException {
        String line = String.valueOf(temporal.inputReader().readLine());
        assertThat(line).startsWith("Temporal at ");
        return line.substring("Temporal at ".length());
    }

    private Process startCpuWorker() throws IOException {
        return startInBackground(
                "cpu-worker", CpuWorker.class, with(registryAccess(), "PROTOLAB_DATASETS", path("datasets")));
    }

    private Process startGpuWorker() throws IOException {
        return startInBackground(
                "gpu-worker",
                GpuWorker.class,
                Map.of(
                        "PROTOLAB_TEMPORAL", temporal,
                        "PROTOLAB_ARTIFACTS", path("artifacts"),
                        "PROTOLAB_FEATURES", path("features"),
                        "PROTOLAB_WORK", path("work"),
                        "PROTOLAB_DEVICE", "cpu"));
    }

    private Process startApiServer() throws IOException {
        int port = URI.create(api).getPort();
        Process process = startInBackground(
                "api-server", ApiServer.class, with(registryAccess(), "PROTOLAB_PORT", Integer.toString(port)));
        boolean serves = Waiting.until(LONGEST_START, () -> !Ports.isFree(port) || !process.isAlive());
        assertThat(serves && process.isAlive()).as("the API server serves").isTrue();
        return process;
    }

    private Map<String, String> registryAccess() {
        return with(
                with(with(access(registry), "PROTOLAB_TEMPORAL", temporal), "PROTOLAB_ARTIFACTS", path("artifacts")),
                "PROTOLAB_MLFLOW",
                mlflow.address());
    }

    private Map<String, String> access(DatabaseLogin login) {
        return Map.of(
                "PROTOLAB_DB_URL", login.jdbcUrl(),
                "PROTOLAB_DB_USER", login.role(),
                "PROTOLAB_DB_PASSWORD_FILE",
                        root.resolve("passwords").resolve(login.role()).toString());
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return more;
    }

    private String path(String name) {
        return data.directory(name).toString();
    }

    private Process startInBackground(String name, Class<?> main, Map<String, String> environment) throws IOException {
        Process process = begin(name, main, environment);
        started.push(process);
        return process;
    }

    private Process begin(String name, Class<?> main, Map<String, String> environment) throws IOException {
        Path log = data.directory("logs").resolve(name + ".log");
        ProcessBuilder builder = JavaProcess.of(main)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Asks each process to end, the last started first; it has to do so by itself. */
    @Override
    public void close() {
        for (Process process : started) {
            process.destroy();
        }
        boolean ended = Waiting.until(LONGEST_STOP, () -> started.stream().noneMatch(Process::isAlive));
        started.forEach(Process::destroyForcibly);
        temporalServer.ifPresent(TemporalServer::close);
        mlflow.close();
        postgres.close();
        data.close();
        assertThat(ended).as("every process ends when it is asked to").isTrue();
    }
}
