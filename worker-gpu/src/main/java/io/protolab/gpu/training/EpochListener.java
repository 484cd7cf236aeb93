package io.protolab.gpu.training;

import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;

/** Hears of a training's progress, on its thread. The state may be saved whenever one of these is called. */
public interface EpochListener {
    /**
     * A batch was learned.
     *
     * @param state in the epoch after the finished ones
     * @param stepCount of the epoch
     * @throws IOException if something could not be saved; the training ends with it
     */
    default void stepDone(TrainingState state, int stepCount) throws IOException {}

    /**
     * An epoch ended.
     *
     * @throws IOException if something could not be saved; the training ends with it
     */
    void epochDone(EpochMetrics epoch, TrainingState state) throws IOException;
}
