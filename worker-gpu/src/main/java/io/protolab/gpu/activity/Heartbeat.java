package io.protolab.gpu.activity;

/**
 * How far an activity is; what it resumes from are its checkpoints, not this.
 *
 * @param doing such as {@code training}
 * @param epoch 0-based; 0 outside training
 * @param step units done within the epoch
 * @param steps units in all
 * @param savedEpochs epochs in the newest checkpoint; 0 outside training
 */
public record Heartbeat(String doing, int epoch, long step, long steps, int savedEpochs) {
    /** At the very start. */
    static Heartbeat starting(String doing) {
        return new Heartbeat(doing, 0, 0, 0, 0);
    }

    /** Outside training. */
    static Heartbeat at(String doing, long done, long total) {
        return new Heartbeat(doing, 0, done, total, 0);
    }
}
