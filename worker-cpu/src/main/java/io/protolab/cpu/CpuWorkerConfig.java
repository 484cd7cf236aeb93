package io.protolab.cpu;

import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the CPU worker reads from its environment.
 *
 * @param temporal host and port of Temporal's frontend
 * @param artifacts directory of the artifact store
 * @param datasets directory of rendered datasets
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
        Optional<URI> mlflow) {
    /** @throws InvalidConfigException with everything that is wrong */
    public static CpuWorkerConfig from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        String dbUrl = environment.required(
                "PROTOLAB_DB_URL", "the registry, such as jdbc:postgresql://127.0.0.1:5432/protolab");
        String dbUser = environment.required("PROTOLAB_DB_USER", "the role that reads and writes rows");
        String dbPassword = environment.secret("PROTOLAB_DB_PASSWORD").orElse("");
        String temporal = environment.required("PROTOLAB_TEMPORAL", "Temporal's frontend, such as 127.0.0.1:7233");
        String artifacts = environment.required(
                "PROTOLAB_ARTIFACTS", "the directory of the artifact store, on a volume that all processes see");
        String datasets = environment.required(
                "PROTOLAB_DATASETS", "the directory of rendered datasets, on a volume that all workers see");
        Optional<URI> mlflow = environment.address("PROTOLAB_MLFLOW");
        environment.verify();
        return new CpuWorkerConfig(
                dbUrl,
                dbUser,
                dbPassword,
                temporal,
                environment.optional("PROTOLAB_NAMESPACE").orElse("default"),
                Path.of(artifacts),
                Path.of(datasets),
                mlflow);
    }
}
