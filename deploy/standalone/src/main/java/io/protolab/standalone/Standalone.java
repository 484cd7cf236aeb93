package io.protolab.standalone;

import io.protolab.platform.cli.Addresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All parts in one process: started in the order of {@link #start}, stopped in the reverse. */
public final class Standalone implements AutoCloseable {
    /** The database, MLflow's environment and pip's cache take about 1.2 GB; the rest is for a first sweep. */
    private static final long FREE_BYTES = 2L << 30;

    /** One Temporal serves one platform. */
    static final String NAMESPACE = "default";

    private final StandaloneConfig config;
    private final Progress progress;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    public Standalone(StandaloneConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
    }

    /**
     * Returns when every part serves, with the address of each.
     *
     * @throws StartupException if one cannot start, or if {@link #close} was called meanwhile; {@link #close} stops the others
     */
    public Addresses start() {
        DataDirectory data = keep(DataDirectory.open(config.data(), FREE_BYTES));

        LastTemporal last = new LastTemporal(data);
        Optional<TemporalChoice> before = last.read();
        TemporalChoice choice =
                Optional.ofNullable(config.temporal()).or(() -> before).orElse(TemporalChoice.EMBEDDED);
        // first of all: where they are missing, nothing has to be started to find out
        Optional<TemporalPrograms> programs = choice.programs();
        MlflowInstallation installation = MlflowInstallation.ensure(data, config.python(), progress.of("MLflow"));

        LocalPostgres postgres = start("PostgreSQL", step -> LocalPostgres.start(data, config.postgresPort(), step));
        progress.say("Schema", schemaLine(postgres.migrations()));

        Part temporal = start("Temporal", step -> temporal(data, programs, postgres, step));
        takeOver(before, choice, temporal);
        last.write(choice);

        MlflowServer mlflow = start(
                "MLflow", step -> MlflowServer.start(data, installation, postgres.mlflow(), config.mlflowPort(), step));

        Map<String, String> addresses = new TreeMap<>(Map.of(
                "postgresql", postgres.address(),
                "temporal", temporal.address(),
                "mlflow", mlflow.address(),
                "data", config.data().toString()));
        Path artifacts = data.directory("artifacts");
        LocalApiServer api = start(
                "API server",
                step -> LocalApiServer.start(
                        data, postgres.application(), temporal.address(), artifacts, config.apiPort(), addresses));
        start(
                "CPU worker",
                step -> LocalWorkers.cpu(
                        temporal.address(),
                        postgres.application(),
                        artifacts,
                        data.directory("datasets"),
                        config.heartbeatTimeout(),
                        mlflow.address()));
        start(
                "GPU worker",
                step -> LocalWorkers.gpu(
                        temporal.address(),
                        LocalWorkers.engine(config.device(), config.threads()),
                        artifacts,
                        data.directory("features"),
                        data.directory("work"),
                        config.longestStep(),
                        step));

        addresses.put("api", api.address());
        return publish(addresses);
    }

    private Part temporal(
            DataDirectory data, Optional<TemporalPrograms> programs, LocalPostgres postgres, Progress.Step progress) {
        return programs.<Part>map(found -> {
                    TemporalSchema schema = new TemporalSchema(found, data);
                    return TemporalServer.start(
                            data,
                            found,
                            postgres.temporal(schema),
                            postgres.temporalVisibility(schema),
                            config.temporalPort(),
                            progress);
                })
                .orElseGet(() -> LocalTemporal.start(config.temporalPort()));
    }

    /** Before any worker hears of it. */
    private void takeOver(Optional<TemporalChoice> before, TemporalChoice choice, Part temporal) {
        if (choice == TemporalChoice.SERVER && !before.equals(Optional.of(choice))) {
            int ended = OutdatedWorkflows.end(temporal.address());
            if (ended > 0) {
                progress.say(
                        "Temporal",
                        ended
                                + " workflows ended: another Temporal went on with the registry, which starts open sweeps again");
            }
        }
        if (choice == TemporalChoice.EMBEDDED && before.equals(Optional.of(TemporalChoice.SERVER))) {
            progress.say("Temporal", "in memory: schedules wait for the next `protolab up --temporal server`");
        }
    }

    /** Tells the command line where everything is, until this process ends. */
    private Addresses publish(Map<String, String> parts) {
        Addresses addresses = new Addresses(ProcessHandle.current().pid(), parts);
        try {
            addresses.write(config.data());
            keep(() -> Addresses.remove(config.data()));
            return addresses;
        } catch (IOException e) {
            throw new StartupException(
                    "The addresses cannot be written to " + config.data() + " (" + e + ").",
                    "Free some space or correct the permissions, and start again.",
                    e);
        }
    }

    /** Stops what runs, the last started first; one that fails to stop does not keep the others from it. */
    @Override
    public void close() {
        synchronized (running) {
            closed = true;
        }
        for (Optional<AutoCloseable> next = takeLast(); next.isPresent(); next = takeLast()) {
            try {
                next.get().close();
            } catch (Exception e) {
                progress.say("Stop", "incomplete: " + e);
            }
        }
    }

    private <P extends Part> P start(String name, Function<Progress.Step, P> starter) {
        long begin = System.nanoTime();
        P part = keep(starter.apply(progress.of(name)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        progress.say(name, String.format("%s  (%.1f s)", part.address(), seconds));
        return part;
    }

    private <C extends AutoCloseable> C keep(C part) {
        synchronized (running) {
            running.push(part);
            if (closed) {
                throw new StartupException("The start was interrupted.", "Start again.");
            }
            return part;
        }
    }

    private Optional<AutoCloseable> takeLast() {
        synchronized (running) {
            return Optional.ofNullable(running.poll());
        }
    }

    private static String schemaLine(int migrations) {
        return migrations == 0 ? "up to date" : migrations + " migrations applied";
    }
}
