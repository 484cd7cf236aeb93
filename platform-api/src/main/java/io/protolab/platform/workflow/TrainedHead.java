package io.protolab.platform.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Provenance;

/**
 * The result of training.
 *
 * @param head safetensors of the evaluated parameters
 * @param epochLog JSON array of every {@link EpochMetrics}
 * @param epochs finished
 * @param evaluatedEpoch 0-based epoch whose parameters {@code head} holds
 */
public record TrainedHead(
        Artifact head, Artifact epochLog, int epochs, int evaluatedEpoch, EpochMetrics last, Provenance provenance) {}
