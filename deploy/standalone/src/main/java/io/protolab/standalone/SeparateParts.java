package io.protolab.standalone;

import io.protolab.cpu.CpuWorker;
import io.protolab.gpu.GpuWorker;
import io.protolab.platform.ApiServer;
import io.protolab.standalone.chaos.Ways;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every part as a process with its own main class and no more variables than it needs, as on several machines. Whatever ends is started
 * again on its old port, and each process reaches each server on a way of its own, where it can be disturbed.
 */
final class SeparateParts implements AutoCloseable {
    static final String POSTGRES = "postgres";
    static final String TEMPORAL = "temporal";
    static final String MLFLOW = "mlflow";
    static final String API = "api";

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final DataDirectory data;
    private final Setup setup;
    private final Progress progress;
    private final Ways ways = new Ways();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Iterator<Integer> ports;
    private final LocalPostgres postgres;
    private final MlflowServer mlflow;
    private final int temporalPort;
    private final int apiPort;

    /**
     * How many there are of each part, and how they behave.
     *
     * @param artifacts directory of the artifact store
     * @param temporal which server they speak to
     * @param heartbeatTimeout after which a worker that is silent is given up; whole seconds
     * @param restartSeed from which the pauses before a restart are drawn
     * @param clock under which workers and API server run; empty for that of the machine
     */
    record Setup(
            int cpuWorkers,
            int gpuWorkers,
            Path artifacts,
            TemporalKind temporal,
            Duration heartbeatTimeout,
            long restartSeed,
            Optional<FakeClock> clock) {
        private static final Duration SHORTEST_ABSENCE = Duration.ofMillis(500);
        private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(5);

        List<String> cpuNames() {
            return names("cpu", cpuWorkers);
        }

        List<String> gpuNames() {
            return names("gpu", gpuWorkers);
        }

        private static List<String> names(String kind, int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> kind + "-" + number)
                    .toList();
        }

        private RestartPause pause(String part) {
            return RestartPause.drawn(restartSeed + part.hashCode(), SHORTEST_ABSENCE, LONGEST_ABSENCE);
        }
    }

    private SeparateParts(DataDirectory data, Setup setup, Progress progress) {
        this.data = data;
        this.setup = setup;
        this.progress = progress;
        List<String> clients = Stream.concat(setup.cpuNames().stream(), setup.gpuNames().stream())
                .toList();
        int most = 4 + 3 * (clients.size() + 2);
        ports = Ports.chooseLow(most, data.root().resolve("ports")).iterator();
        int postgresPort = ports.next();
        int mlflowPort = ports.next();
        temporalPort = ports.next();
        apiPort = ports.next();
        running.push(ways);
        try {
            postgres = keep(LocalPostgres.start(data, postgresPort, setup.pause(POSTGRES), step(POSTGRES)));
            way(MLFLOW, POSTGRES, portOf(postgres.address()));
            mlflow = keep(MlflowServer.start(
                    data,
                    MlflowInstallation.ensure(data, null, step(MLFLOW)),
                    seenBy(MLFLOW, postgres.mlflow()),
                    mlflowPort,
                    setup.pause(MLFLOW),
                    step(MLFLOW)));
            startTemporal();
            startApi();
            setup.cpuNames().forEach(this::startCpu);
            setup.gpuNames().forEach(this::startGpu);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Returns when the servers serve; workers may need some seconds more.
     *
     * @throws StartupException if a part cannot start
     */
    static SeparateParts start(DataDirectory data, Setup setup, Progress progress) {
        return new SeparateParts(data, setup, progress);
    }

    String api() {
        return "http://127.0.0.1:" + apiPort;
    }

    String mlflow() {
        return mlflow.address();
    }

    /** Host and port of the server itself. */
    String temporal() {
        return "127.0.0.1:" + temporalPort;
    }

    LocalPostgres postgres() {
        return postgres;
    }

    Ways ways() {
        return ways;
    }

    /** Names of all processes, servers first. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(POSTGRES, TEMPORAL, MLFLOW, API));
        names.addAll(setup.cpuNames());
        names.addAll(setup.gpuNames());
        return names;
    }

    /** Whether it stands for a node with a card. */
    boolean isNode(String name) {
        return setup.gpuNames().contains(name);
    }

    private void startTemporal() {
        if (setup.temporal() == TemporalKind.EXTERNAL) {
            way(TEMPORAL, POSTGRES, portOf(postgres.address()));
            TemporalPrograms programs = TemporalPrograms.require();
            TemporalSchema schema = new TemporalSchema(programs, data);
            keep(TemporalServer.start(
                    data,
                    programs,
                    seenBy(TEMPORAL, postgres.temporal(schema)),
                    seenBy(TEMPORAL, postgres.temporalVisibility(schema)),
                    temporalPort,
                    setup.pause(TEMPORAL),
                    step(TEMPORAL)));
        } else {
            start(TEMPORAL, LocalTemporal.class, 384, List.of(Integer.toString(temporalPort)), Map.of());
            awaitListening(TEMPORAL, temporalPort);
        }
    }

    private void startApi() {
        way(API, POSTGRES, portOf(postgres.address()));
        way(API, TEMPORAL, temporalPort);
        Map<String, String> variables = new HashMap<>(registryAccess(API));
        variables.put("PROTOLAB_MLFLOW", mlflow.address());
        variables.put("PROTOLAB_PORT", Integer.toString(apiPort));
        start(API, ApiServer.class, 192, List.of(), clocked(API, variables));
        awaitListening(API, apiPort);
    }

    private void startCpu(String name) {
        way(name, POSTGRES, portOf(postgres.address()));
        way(name, TEMPORAL, temporalPort);
        way(name, MLFLOW, portOf(mlflow.address()));
        Map<String, String> variables = new HashMap<>(registryAccess(name));
        variables.put("PROTOLAB_DATASETS", path("datasets"));
        variables.put(
                "PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS",
                Long.toString(setup.heartbeatTimeout().toSeconds()));
        variables.put("PROTOLAB_MLFLOW", "http://127.0.0.1:" + ways.port(name, MLFLOW));
        start(name, CpuWorker.class, 384, List.of(), clocked(name, variables));
    }

    private void startGpu(String name) {
        way(name, TEMPORAL, temporalPort);
        start(
                name,
                GpuWorker.class,
                384,
                List.of(),
                clocked(
                        name,
                        Map.of(
                                "PROTOLAB_TEMPORAL",
                                temporalFor(name),
                                "PROTOLAB_ARTIFACTS",
                                setup.artifacts().toString(),
                                "PROTOLAB_FEATURES",
                                path("features"),
                                "PROTOLAB_WORK",
                                path("work"),
                                "PROTOLAB_DEVICE",
                                "cpu",
                                "PROTOLAB_THREADS",
                                "1",
                                "OMP_NUM_THREADS",
                                "1",
                                "MKL_NUM_THREADS",
                                "1")));
    }

    private Map<String, String> registryAccess(String client) {
        DatabaseLogin login = seenBy(client, postgres.application());
        return Map.of(
                "PROTOLAB_DB_URL", login.jdbcUrl(),
                "PROTOLAB_DB_USER", login.role(),
                "PROTOLAB_DB_PASSWORD_FILE",
                        data.directory("passwords").resolve(login.role()).toString(),
                "PROTOLAB_TEMPORAL", temporalFor(client),
                "PROTOLAB_ARTIFACTS", setup.artifacts().toString());
    }

    private String temporalFor(String client) {
        return "127.0.0.1:" + ways.port(client, TEMPORAL);
    }

    private Map<String, String> clocked(String name, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        setup.clock().ifPresent(clock -> all.putAll(clock.variables(name)));
        return all;
    }

    private void way(String client, String server, int target) {
        ways.open(client, server, ports.next(), target);
    }

    private DatabaseLogin seenBy(String client, DatabaseLogin login) {
        return new DatabaseLogin(
                login.host(), ways.port(client, POSTGRES), login.database(), login.role(), login.password());
    }

    private void start(
            String name, Class<?> main, int heapMegabytes, List<String> arguments, Map<String, String> variables) {
        JavaPart.Program program = new JavaPart.Program(name, main, arguments, heapMegabytes, variables);
        keep(JavaPart.start(program, data, setup.pause(name), step(name)));
    }

    private void awaitListening(String name, int port) {
        if (!Waiting.until(LONGEST_START, () -> !Ports.isFree(port))) {
            throw new LogFile(data.directory("logs").resolve(name + ".log")).failure(name + " does not serve");
        }
    }

    private <C extends AutoCloseable> C keep(C part) {
        running.push(part);
        return part;
    }

    private Progress.Step step(String part) {
        return progress.of(part);
    }

    private String path(String name) {
        return data.directory(name).toString();
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Stops what runs, the last started first. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                progress.say("stop", "incomplete: " + e);
            }
        }
    }
}
