package io.protolab.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/** All parts in one process: started in the order of {@link #start}, stopped in the reverse. */
public final class Standalone implements AutoCloseable {
    /** The database, MLflow's environment and pip's cache take about 1.2 GB; the rest is for a first sweep. */
    private static final long FREE_BYTES = 2L << 30;

    private final StandaloneConfig config;
    private final Progress progress;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    public Standalone(StandaloneConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
    }

    /**
     * Returns when every part serves.
     *
     * @throws StartupException if one cannot start, or if {@link #close} was called meanwhile; {@link #close} stops the others
     */
    public void start() {
        DataDirectory data = keep(DataDirectory.open(config.data(), FREE_BYTES));

        LocalPostgres postgres = start("PostgreSQL", step -> LocalPostgres.start(data, config.postgresPort(), step));
        progress.say("Schema", schemaLine(postgres.migrations()));

        start("Temporal", step -> LocalTemporal.start(config.temporalPort()));

        start("MLflow", step -> {
            MlflowInstallation installation = MlflowInstallation.ensure(data, config.python(), step);
            return MlflowServer.start(data, installation, postgres.mlflow(), config.mlflowPort(), step);
        });
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
