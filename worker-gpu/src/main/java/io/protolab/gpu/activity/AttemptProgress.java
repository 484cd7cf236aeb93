package io.protolab.gpu.activity;

import io.protolab.gpu.training.Checkpoints;
import io.protolab.gpu.training.EpochListener;
import io.protolab.gpu.training.TrainingPlan;
import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What one attempt does at each step and epoch: remember how far it came, tell it, save when that is due, report. */
final class AttemptProgress implements EpochListener {
    private final TrainingPlan plan;
    private final ComputeIdentity identity;
    private final Checkpoints checkpoints;
    private final Pulse pulse;
    private final EpochReporter reporter;
    private final SavePace pace = new SavePace();
    private Position saved;

    /** A state's place in the training. */
    private record Position(long steps, int epochs) {
        static Position of(TrainingState state) {
            return new Position(state.stepCount(), state.finishedEpochCount());
        }
    }

    /** @param state as it was restored or begun */
    AttemptProgress(
            TrainingPlan plan,
            ComputeIdentity identity,
            Checkpoints checkpoints,
            Pulse pulse,
            EpochReporter reporter,
            TrainingState state) {
        this.plan = plan;
        this.identity = identity;
        this.checkpoints = checkpoints;
        this.pulse = pulse;
        this.reporter = reporter;
        this.saved = Position.of(state);
        reporter.reached(state.stepCount());
        pulse.reached(Heartbeat.training(state, state.stepsIntoEpoch()));
    }

    @Override
    public void stepDone(TrainingState state, int stepCount) throws IOException {
        state.computesUnder(identity);
        checkpoints.reached(state.stepCount());
        reporter.reached(state.stepCount());
        pulse.reached(Heartbeat.training(state, stepCount));
        boolean epochEnds = state.stepsIntoEpoch() == stepCount;
        if (pace.isDue() && !epochEnds) {
            save(state);
        }
    }

    @Override
    public void epochDone(EpochMetrics epoch, TrainingState state) throws IOException {
        state.computesUnder(identity);
        if (pace.isDue() || state.finishedEpochCount() == plan.epochs()) {
            save(state);
        }
        reporter.add(List.of(epoch));
    }

    /** Saves the state, unless it was. */
    void save(TrainingState state) throws IOException {
        Position now = Position.of(state);
        if (!now.equals(saved)) {
            long start = System.nanoTime();
            checkpoints.save(state, plan);
            pace.saved(Duration.ofNanos(System.nanoTime() - start));
            saved = now;
        }
    }
}
