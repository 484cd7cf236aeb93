package io.protolab.gpu.activity;

import io.protolab.gpu.training.TrainingState;
import java.time.Instant;

/**
 * How far an activity is; what it resumes from are its checkpoints, not this.
 *
 * @param doing such as {@code training}
 * @param epoch 0-based; 0 outside training
 * @param step units done within the epoch
 * @param steps units in all
 * @param trainedSteps see {@link io.protolab.platform.workflow.SignOfLife}
 * @param at see there
 */
public record Heartbeat(String doing, int epoch, long step, long steps, long trainedSteps, Instant at) {
    /** At the very start. */
    static Heartbeat starting(String doing) {
        return new Heartbeat(doing, 0, 0, 0, 0, Instant.now());
    }

    /** After this one, on the way to or between steps of a training, or where nothing is trained. */
    Heartbeat then(String other, long done, long total) {
        return new Heartbeat(other, epoch, done, total, trainedSteps, Instant.now());
    }

    /** @param stepCount of the epoch */
    static Heartbeat training(TrainingState state, int stepCount) {
        return new Heartbeat(
                "training",
                state.finishedEpochCount(),
                state.stepsIntoEpoch(),
                stepCount,
                state.stepCount(),
                Instant.now());
    }

    /** The same position, said now. */
    Heartbeat now() {
        return new Heartbeat(doing, epoch, step, steps, trainedSteps, Instant.now());
    }

    /** Such as {@code training, epoch 3, step 5 of 20}. */
    String words() {
        return doing + (trainedSteps > 0 ? ", epoch " + epoch : "") + ", step " + step + " of " + steps;
    }
}
