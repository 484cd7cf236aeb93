package io.protolab.gpu;

import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the GPU worker reads from its environment. It needs no database and no MLflow.
 *
 * @param temporal host and port of Temporal's frontend
 * @param artifacts directory of the artifact store
 * @param features directory of feature sets
 * @param work directory of checkpoints
 * @param threads of one tensor operation; results depend on it in their last bits
 */
public record GpuWorkerConfig(
        String temporal, String namespace, Path artifacts, Path features, Path work, DeviceChoice device, int threads) {
    private static final int MOST_THREADS = 1024;

    /** @throws InvalidConfigException with everything that is wrong */
    public static GpuWorkerConfig from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        String temporal = environment.temporal();
        Path artifacts = environment.artifacts();
        Path features =
                environment.directory("PROTOLAB_FEATURES", "feature sets, on a volume that all GPU workers see");
        Path work = environment.directory("PROTOLAB_WORK", "checkpoints, on a volume that all GPU workers see");
        String device = environment.oneOf("PROTOLAB_DEVICE", "auto", List.of("auto", "cpu", "gpu"));
        int threads =
                environment.number("PROTOLAB_THREADS", Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        environment.verify();
        return new GpuWorkerConfig(
                temporal,
                environment.namespace(),
                artifacts,
                features,
                work,
                DeviceChoice.valueOf(device.toUpperCase(Locale.ROOT)),
                threads);
    }
}
