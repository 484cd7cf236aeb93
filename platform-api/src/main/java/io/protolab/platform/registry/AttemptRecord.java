package io.protolab.platform.registry;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a trial's training. Steps are optimiser steps.
 *
 * @param number from 1; a fence
 * @param microBatch images computed at once; absent: as the spec says
 * @param openedAt when a worker was asked for
 * @param worker host and process; absent, like host, device and start, until a worker could do the first step
 * @param threads of one tensor operation; 0 where it is not known
 * @param firstEpoch epoch it went on from; 0 without a checkpoint
 * @param firstStep steps in its checkpoint
 * @param stepsDone beyond its checkpoint
 * @param stepsRepeated steps that earlier attempts had done beyond its checkpoint
 * @param endedAt absent while it runs or waits for a worker
 * @param outcome absent like its end
 * @param evidence why it ended so, in a sentence; empty where there is nothing to explain
 * @param lastSeenAt when its worker was last heard of, where it fell silent; absent otherwise
 */
public record AttemptRecord(
        String trialId,
        int number,
        @Nullable Integer microBatch,
        Instant openedAt,
        @Nullable String worker,
        @Nullable String host,
        @Nullable String device,
        int threads,
        int firstEpoch,
        long firstStep,
        long stepsDone,
        long stepsRepeated,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable AttemptOutcome outcome,
        String evidence,
        @Nullable Instant lastSeenAt) {
    /** Steps since the beginning of the training, by all attempts. */
    public long reachedStep() {
        return firstStep + stepsDone;
    }

    public boolean hasStarted() {
        return startedAt != null;
    }
}
