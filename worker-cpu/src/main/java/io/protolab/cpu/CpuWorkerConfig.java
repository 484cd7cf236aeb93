package io.protolab.cpu;

import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the CPU worker reads from its environment.
 *
 * @param temporal host and port of Temporal's frontend
 * @param artifacts directory of the artifact store
 * @param datasets directory of rendered datasets
 * @param heartbeatTimeout silence after which a GPU worker counts as lost
 * @param mlflow empty: nothing is delivered, and what MLflow should learn waits in the registry
 */
public record CpuWorkerConfig(
        String dbUrl,
        String dbUser,
        String dbPassword,
        String temporal,
        String namespace,
        Path artifacts,
        Path datasets,
        Duration heartbeatTimeout,
        Optional<URI> mlflow) {
    /** Several beats fit into it, so that a slow disk or a long collection is no death. */
    private static final int HEARTBEAT_TIMEOUT_SECONDS = 10;

    /** @throws InvalidConfigException with everything that is wrong */
    public static CpuWorkerConfig from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        String dbUrl = environment.dbUrl();
        String dbUser = environment.dbUser();
        String dbPassword = environment.dbPassword();
        String temporal = environment.temporal();
        Path artifacts = environment.artifacts();
        Path datasets =
                environment.directory("PROTOLAB_DATASETS", "rendered datasets, on a volume that all workers see");
        Duration heartbeatTimeout = heartbeatTimeout(environment);
        Optional<URI> mlflow = environment.address("PROTOLAB_MLFLOW");
        environment.verify();
        return new CpuWorkerConfig(
                dbUrl,
                dbUser,
                dbPassword,
                temporal,
                environment.namespace(),
                artifacts,
                datasets,
                heartbeatTimeout,
                mlflow);
    }

    /** Silence after which a GPU worker counts as lost. */
    public static Duration heartbeatTimeout(Environment environment) {
        return Duration.ofSeconds(
                environment.number("PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS", HEARTBEAT_TIMEOUT_SECONDS, 2, 600));
    }
}
