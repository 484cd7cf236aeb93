package io.protolab.gpu.activity;

import java.time.Instant;

/**
 * How far an activity is; what it resumes from are its checkpoints, not this.
 *
 * @param doing such as {@code training}
 * @param epoch 0-based; 0 outside training
 * @param step units done within the epoch
 * @param steps units in all
 * @param savedEpochs epochs in the newest checkpoint; 0 outside training
 * @param trainedSteps see {@link io.protolab.platform.workflow.SignOfLife}
 * @param at see there
 */
public record Heartbeat(
        String doing, int epoch, long step, long steps, int savedEpochs, long trainedSteps, Instant at) {
    /** The same position, said now. */
    Heartbeat now() {
        return new Heartbeat(doing, epoch, step, steps, savedEpochs, trainedSteps, Instant.now());
    }

    /** At the very start. */
    static Heartbeat starting(String doing) {
        return new Heartbeat(doing, 0, 0, 0, 0, 0, Instant.now());
    }

    /** Outside training. */
    static Heartbeat at(String doing, long done, long total) {
        return new Heartbeat(doing, 0, done, total, 0, 0, Instant.now());
    }
}
