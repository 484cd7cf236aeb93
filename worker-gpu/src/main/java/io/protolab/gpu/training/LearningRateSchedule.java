package io.protolab.gpu.training;

import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.TrainingSpec;

/**
 * Linear warm-up, then a cosine, constant within an epoch: {@code peak·(e + 1)/w} for epoch e &lt; w, and
 * {@code floor + (peak − floor)·½·(1 + cos(π·(e − w)/(horizon − w)))} after it.
 *
 * @param peak the learning rate at the end of the warm-up
 * @param floor the learning rate at the horizon
 * @param warmupEpochs w
 * @param horizon the epoch at which the cosine reaches the floor
 */
public record LearningRateSchedule(double peak, double floor, int warmupEpochs, int horizon) {
    /** The horizon written into the reference code, whatever the number of epochs. */
    private static final int REFERENCE_HORIZON = 300;

    static LearningRateSchedule of(TrainingSpec training, ReferenceSwitches switches) {
        return new LearningRateSchedule(
                training.learningRate(),
                training.learningRate() * training.finalLearningRateShare(),
                training.warmupEpochs(),
                switches.lrHorizon() == ReferenceSwitches.LrHorizon.FIXED_300 ? REFERENCE_HORIZON : training.epochs());
    }

    /** The learning rate of an epoch, counted from 0. */
    public double at(int epoch) {
        if (epoch < warmupEpochs) {
            return peak * (epoch + 1) / warmupEpochs;
        }
        double progress = horizon > warmupEpochs ? (double) (epoch - warmupEpochs) / (horizon - warmupEpochs) : 1;
        return floor + (peak - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
    }
}
