package io.protolab.standalone;

import io.protolab.gpu.tensor.DeviceChoice;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the standalone process is told at its start.
 *
 * @param data holds everything it keeps
 * @param python makes MLflow's environment; null takes one from the PATH
 * @param threads of one tensor operation
 * @param temporal null takes that of the last start, or the embedded one
 * @param heartbeatTimeout silence after which the GPU worker counts as lost
 * @param longestStep after that time without a step a training counts as stalled
 * @param apiPort null takes the port of the last start, or any free one
 * @param postgresPort null takes the port of the last start, or any free one
 * @param temporalPort null takes any free one; of Temporal's own server, that of the last start first
 * @param mlflowPort null takes the port of the last start, or any free one
 */
public record StandaloneConfig(
        Path data,
        @Nullable Path python,
        DeviceChoice device,
        int threads,
        @Nullable TemporalChoice temporal,
        Duration heartbeatTimeout,
        Duration longestStep,
        @Nullable Integer apiPort,
        @Nullable Integer postgresPort,
        @Nullable Integer temporalPort,
        @Nullable Integer mlflowPort) {}
