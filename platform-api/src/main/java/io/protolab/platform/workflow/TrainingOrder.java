package io.protolab.platform.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of a training is told beside the trial.
 *
 * @param attempt its number in the registry, from 1. It is a fence: whatever an attempt leaves for others carries it, and the
 *     highest one that began is the only one that may go on
 * @param microBatch images computed at once, fewer than the spec says because memory ran out; null: as the spec says
 * @param avoidedHosts workers on these hand the order back, as long as others may take it
 */
public record TrainingOrder(int attempt, @Nullable Integer microBatch, List<String> avoidedHosts) {
    public TrainingOrder {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is " + attempt + "; the first one is 1");
        }
        avoidedHosts = List.copyOf(avoidedHosts);
    }
}
