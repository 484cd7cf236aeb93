package io.protolab.gpu;

import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param longestStep after that time without a step a training counts as stalled, and the worker ends
 */
public record GpuWorkerConfig(
        String temporal,
        String namespace,
        Path artifacts,
        Path features,
        Path work,
        DeviceChoice device,
        int threads,
        Duration longestStep) {
    private static final int MOST_THREADS = 1024;

    /** No single step of ours takes that long: hashing or verifying hundreds of gigabytes is the slowest. */
    private static final int STALL_SECONDS = 20 * 60;

    private static final int MOST_STALL_SECONDS = 7 * 24 * 3600;

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
        Duration longestStep = longestStep(environment);
        environment.verify();
        return new GpuWorkerConfig(
                temporal,
                environment.namespace(),
                artifacts,
                features,
                work,
                DeviceChoice.valueOf(device.toUpperCase(Locale.ROOT)),
                threads,
                longestStep);
    }

    /** After that time without a step a training counts as stalled. */
    public static Duration longestStep(Environment environment) {
        return Duration.ofSeconds(environment.number("PROTOLAB_STALL_SECONDS", STALL_SECONDS, 1, MOST_STALL_SECONDS));
    }
}
