package io.protolab.standalone;

import io.protolab.cpu.CpuWorkerConfig;
import io.protolab.gpu.GpuWorkerConfig;
import io.protolab.gpu.tensor.DeviceChoice;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} ask of the standalone process. */
final class StandaloneOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}",
            description = "Directory that keeps everything (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".protolab");

    @Option(names = "--python", paramLabel = "PATH", description = "Python 3.10 or newer for MLflow.")
    private @Nullable Path python;

    @Option(
            names = "--device",
            defaultValue = "${env:PROTOLAB_DEVICE:-auto}",
            description = "Where tensors are computed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private DeviceChoice device = DeviceChoice.AUTO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = CountOption.Threads.class,
            defaultValue = "${env:PROTOLAB_THREADS}",
            description =
                    "Threads of one tensor operation; results depend on it in their last bits (default: all cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            converter = CountOption.Port.class,
            description = "Default: as last time, or a free one.")
    private @Nullable Integer apiPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            converter = CountOption.Port.class,
            description = "Default: as last time, or a free one.")
    private @Nullable Integer postgresPort;

    @Option(
            names = "--temporal",
            description =
                    "Which Temporal is started: ${COMPLETION-CANDIDATES} (default: as last time, or embedded)."
                            + " Its own server lists workflows and starts sweeps by the clock; deploy/bin/get-temporal builds it once.")
    private @Nullable TemporalChoice temporal;

    @Option(
            names = "--temporal-port",
            paramLabel = "PORT",
            converter = CountOption.Port.class,
            description = "Default: a free one.")
    private @Nullable Integer temporalPort;

    @Option(
            names = "--mlflow-port",
            paramLabel = "PORT",
            converter = CountOption.Port.class,
            description = "Default: as last time, or a free one.")
    private @Nullable Integer mlflowPort;

    Path data() {
        return data.toAbsolutePath().normalize();
    }

    StandaloneConfig config() {
        return config(System.getenv());
    }

    /**
     * The same with other variables: the patience with workers is a setting of theirs, and comes from the environment wherever they run.
     *
     * @throws CommandFailure if a variable has a value that cannot be
     */
    StandaloneConfig config(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        StandaloneConfig config = new StandaloneConfig(
                data(),
                python,
                device,
                threads,
                temporal,
                CpuWorkerConfig.heartbeatTimeout(environment),
                GpuWorkerConfig.longestStep(environment),
                apiPort,
                postgresPort,
                temporalPort,
                mlflowPort);
        try {
            environment.verify();
            return config;
        } catch (InvalidConfigException e) {
            throw new CommandFailure(ExitCodes.INVALID, String.valueOf(e.getMessage()));
        }
    }
}
