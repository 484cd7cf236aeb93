package io.protolab.gpu.activity;

import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.EpochListener;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one attempt does at each step and epoch: tell where it is, save, report. It saves after every epoch that takes its time, and every
 * two seconds where epochs are shorter, so that a kill costs at most an epoch or two seconds.
 */
final class TrainingAttempt implements EpochListener {
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(2);

    private final TrainingPlan plan;
    private final Checkpoints checkpoints;
    private final Pulse pulse;
    private final EpochReporter reporter;
    private long savedAt = System.nanoTime();
    private int savedEpochs;

    TrainingAttempt(TrainingPlan plan, Checkpoints checkpoints, Pulse pulse, EpochReporter reporter, int savedEpochs) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.pulse = pulse;
        this.reporter = reporter;
        this.savedEpochs = savedEpochs;
    }

    @Override
    public void stepDone(TrainingState state, int stepCount) {
        pulse.reached(
                new Heartbeat("training", state.finishedEpochCount(), state.stepsIntoEpoch(), stepCount, savedEpochs));
    }

    @Override
    public void epochDone(EpochMetrics epoch, TrainingState state) {
        boolean last = state.finishedEpochCount() == plan.epochs();
        boolean due = System.nanoTime() - savedAt >= BETWEEN_CHECKPOINTS.toNanos();
        if (last || due) {
            save(state);
        }
        reporter.add(List.of(epoch));
    }

    /** The training was asked to stop; what it did since the last whole epoch is lost. */
    void stopped(TrainingState state) {
        if (state.stepCount() > 0) {
            save(state);
        }
    }

    private void save(TrainingState state) {
        try {
            checkpoints.save(state, plan);
        } catch (IOException e) {
            throw Failures.translate(e);
        }
        savedEpochs = state.finishedEpochCount();
        savedAt = System.nanoTime();
    }
}
