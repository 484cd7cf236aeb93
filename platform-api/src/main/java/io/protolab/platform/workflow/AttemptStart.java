package io.protolab.platform.workflow;

import java.time.Instant;

/**
 * One try of the training activity.
 *
 * @param number 1 for the first
 * @param worker host and process
 * @param device such as {@code cpu} or {@code cuda NVIDIA H100}
 * @param firstEpoch epoch it goes on from; 0 without a checkpoint
 */
public record AttemptStart(int number, String worker, String device, int firstEpoch, Instant startedAt) {
    /** The same attempt, counted after earlier ones. */
    public AttemptStart after(int earlier) {
        return new AttemptStart(earlier + number, worker, device, firstEpoch, startedAt);
    }
}
