package io.protolab.gpu.training;

import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;

/** Hears of a training's progress, on its thread. */
public interface EpochListener {
    /**
     * A batch was learned.
     *
     * @param epoch counted from 0
     * @param step within the epoch, counted from 0
     * @param stepCount of the epoch
     */
    default void stepDone(int epoch, int step, int stepCount) {}

    /**
     * An epoch ended; the state is at its boundary and may be saved.
     *
     * @throws IOException if it could not be; the training ends with it
     */
    void epochDone(EpochMetrics epoch, TrainingState state) throws IOException;
}
