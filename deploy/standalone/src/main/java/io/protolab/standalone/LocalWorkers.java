package io.protolab.standalone;

import io.protolab.cpu.CpuWorker;
import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.registry.JdbcAudit;
import io.protolab.platform.registry.JdbcOutbox;
import io.protolab.platform.registry.JdbcRegistry;
import io.protolab.platform.registry.RegistryPool;
import io.protolab.platform.workflow.TemporalConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The two workers in this process, each with a Temporal client of its own and no more than its own {@code main} would have given
 * it: the GPU worker sees neither the registry nor MLflow.
 */
final class LocalWorkers {
    private LocalWorkers() {}

    /** @param heartbeatTimeout silence after which the GPU worker counts as lost */
    static Part cpu(
            String temporal,
            DatabaseLogin registry,
            Path artifacts,
            Path datasets,
            Duration heartbeatTimeout,
            String mlflow) {
        RegistryPool pool = RegistryPool.open(registry.jdbcUrl(), registry.role(), registry.password());
        TemporalConnection connection = connect(temporal);
        CpuWorker worker = new CpuWorker(
                connection.client(),
                new JdbcRegistry(pool.dataSource()),
                new JdbcAudit(pool.dataSource()),
                new JdbcOutbox(pool.dataSource()),
                store(artifacts),
                datasets,
                heartbeatTimeout,
                Optional.of(URI.create(mlflow)));
        return part("data, metrics, pictures, MLflow", () -> {
            worker.close();
            connection.close();
            pool.close();
        });
    }

    /** @throws StartupException if the library cannot be loaded, or there is no card and one was asked for */
    static TorchEngine engine(DeviceChoice device, int threads) {
        try {
            return TorchEngine.start(device, threads);
        } catch (IllegalStateException e) {
            throw new StartupException("The GPU worker cannot compute.", String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Starts it.
     *
     * @param longestStep after that time without a step a training counts as stalled
     * @throws StartupException if its device does not compute, or its directories cannot be written
     */
    static Part gpu(
            String temporal,
            TorchEngine engine,
            Path artifacts,
            Path features,
            Path work,
            Duration longestStep,
            Progress.Step progress) {
        try {
            return new LocalGpuWorker(
                    connect(temporal), store(artifacts), features, work, engine, longestStep, progress);
        } catch (IllegalStateException e) {
            throw new StartupException("The GPU worker cannot compute.", String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw DataDirectory.notWritable(features, e);
        }
    }

    private static ArtifactStore store(Path artifacts) {
        try {
            return new DirectoryArtifactStore(artifacts);
        } catch (IOException e) {
            throw DataDirectory.notWritable(artifacts, e);
        }
    }

    private static TemporalConnection connect(String temporal) {
        return TemporalConnection.to(temporal, Standalone.NAMESPACE);
    }

    private static Part part(String description, Runnable stop) {
        return new Part() {
            @Override
            public String address() {
                return description;
            }

            @Override
            public void close() {
                stop.run();
            }
        };
    }
}
