package io.protolab.platform.workflow;

import io.protolab.platform.experiment.EpochMetrics;
import java.util.List;

/**
 * What a training tells its workflow on the way.
 *
 * @param attempt whose report it is; one that is no longer the trial's is not listened to
 * @param steps optimiser steps done since the beginning of the training, by all attempts
 * @param epochs finished since the last report of this attempt, in order
 */
public record EpochReport(int attempt, long steps, List<EpochMetrics> epochs) {
    public EpochReport {
        epochs = List.copyOf(epochs);
    }
}
