package io.protolab.gpu.training;

import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.KeepMasks;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ReferenceSwitches;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a head on cached patch tokens, from wherever its state is to the last epoch of the plan.
 *
 * <p>Order and dropout of a step depend on the plan's seed, the epoch and the step alone, so a state restored from a checkpoint, be it
 * between two epochs or between two steps, goes on as if nothing had happened.
 */
public final class TrainingLoop {
    private static final Logger log = LoggerFactory.getLogger(TrainingLoop.class);

    private final TrainingPlan plan;
    private final PatchGrid grid;
    private final TokenBatches training;
    private final @Nullable TokenBatches validation;
    private final Clock clock;

    /**
     * Prepares a training.
     *
     * @param grid how the patches of every image lie
     * @param validation a split for the accuracy during training; null where the dataset has none
     * @throws IllegalArgumentException if the plan selects its epoch by a validation split that does not exist
     */
    public TrainingLoop(
            TrainingPlan plan, PatchGrid grid, TokenBatches training, @Nullable TokenBatches validation, Clock clock) {
        if (plan.evaluatedEpoch() == ReferenceSwitches.Checkpoint.VALIDATION
                && (validation == null || validation.imageCount() == 0)) {
            throw new IllegalArgumentException(
                    "switches.checkpoint is validation, but the dataset has no validation split;"
                            + " choose last or give the dataset a split");
        }
        if (training.imageCount() == 0) {
            throw new IllegalArgumentException("The training split has no image");
        }
        this.plan = plan;
        this.grid = grid;
        this.training = training;
        this.validation = validation;
        this.clock = clock;
    }

    /**
     * Trains until the plan's last epoch is done.
     *
     * @param state changed in place
     * @param stopRequested asked at every {@link StopPoint}: a step that is under way is abandoned, and done anew when the training goes on
     * @return true if the last epoch is done; false if it stopped, with the state between two steps
     * @throws DivergedException if the loss is no longer a number
     * @throws IOException if tokens could not be read, or if the listener could not save what it heard
     */
    public boolean run(TrainingState state, EpochListener listener, BooleanSupplier stopRequested) throws IOException {
        TrainingStep step = new TrainingStep(state.model(), state.optimiser(), plan.loss(), grid, plan.microBatch());
        try (StopPoint obeyed = StopPoint.obeying(() -> endIf(stopRequested))) {
            while (state.finishedEpochCount() < plan.epochs()) {
                runEpoch(state, step, listener);
            }
            return true;
        } catch (Stopped asked) {
            state.optimiser().dropGradients();
            log.info(
                    "Training stops after {} steps of epoch {} of {}, as asked",
                    state.stepsIntoEpoch(),
                    state.finishedEpochCount() + 1,
                    plan.epochs());
            return false;
        }
    }

    /** Leaves the step under way. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("the training is to stop", null, false, false);
        }
    }

    private static void endIf(BooleanSupplier stopRequested) {
        if (stopRequested.getAsBoolean()) {
            throw new Stopped();
        }
    }

    private void runEpoch(TrainingState state, TrainingStep step, EpochListener listener) throws IOException {
        int epoch = state.finishedEpochCount();
        OpenEpoch open = state.openEpoch(plan);
        if (validation != null) {
            state.reads(validation);
        }
        learn(epoch, open, state, step, listener);
        open.prune(state.head().mask());
        finish(epoch, open, validate(step, epoch), state, listener);
    }

    /** The steps of an epoch that are not done yet. */
    private void learn(int epoch, OpenEpoch open, TrainingState state, TrainingStep step, EpochListener listener)
            throws IOException {
        int stepCount = (training.imageCount() + plan.batchSize() - 1) / plan.batchSize();
        if (open.stepCount() == stepCount) {
            return; // it was stopped while it validated
        }
        double learningRate = plan.learningRate().at(epoch);
        TokenBatches batches = training.inEpoch(epoch);
        state.reads(batches);
        int[] order = SeededRandom.of(plan.seed(), "order", epoch).permutation(training.imageCount());

        for (int i = open.stepCount(); i < stepCount; i++) {
            StopPoint.pass();
            int[] images =
                    Arrays.copyOfRange(order, i * plan.batchSize(), Math.min((i + 1) * plan.batchSize(), order.length));
            try (TensorScope scope = TensorScope.open()) {
                PrototypePruning observed = open.observing();
                StepResult result = step.run(
                        batches.gather(images), epoch, learningRate, dropout(epoch, i, images.length), observed);
                if (!Double.isFinite(result.loss())) {
                    throw new DivergedException(result.loss(), epoch, i, learningRate);
                }
                open.add(result, observed);
            }
            listener.stepDone(state, stepCount);
        }
    }

    private ChannelDropout dropout(int epoch, int step, int images) {
        return plan.dropout() == 0
                ? ChannelDropout.NONE
                : KeepMasks.draw(
                        plan.dropout(), plan.head(), images, SeededRandom.of(plan.seed(), "dropout", epoch, step));
    }

    /** Nothing without a validation split. */
    private EpochTotals validate(TrainingStep step, int epoch) {
        EpochTotals totals = EpochTotals.NOTHING;
        int imageCount = validation == null ? 0 : validation.imageCount();
        for (int from = 0; validation != null && from < imageCount; from += plan.batchSize()) {
            StopPoint.pass();
            int first = from;
            int[] images = new int[Math.min(plan.batchSize(), imageCount - from)];
            Arrays.setAll(images, i -> first + i);
            try (TensorScope scope = TensorScope.open()) {
                totals = totals.plus(step.evaluate(validation.gather(images), epoch));
            }
        }
        return totals;
    }

    private void finish(int epoch, OpenEpoch open, EpochTotals validated, TrainingState state, EpochListener listener)
            throws IOException {
        EpochMetrics metrics = new EpochMetrics(
                epoch,
                EpochCurves.of(state.head(), plan.learningRate().at(epoch), open.totals(), validated),
                open.seconds(),
                clock.instant());
        state.finish(metrics);
        select(epoch, open, validated, state);
        log.debug("Epoch {} of {}: {}", epoch + 1, plan.epochs(), metrics.values());
        listener.epochDone(metrics, state);
    }

    /** Remembers the epoch if it beats those before it; of equal ones the first stays. */
    private void select(int epoch, OpenEpoch ended, EpochTotals validated, TrainingState state) {
        double score = switch (plan.evaluatedEpoch()) {
            case LAST -> Double.NaN;
            case EPOCH_MEAN -> ended.totals().meanLoss();
            case LAST_BATCH_TRAIN_LOSS -> ended.lastLoss();
            case VALIDATION -> -validated.accuracy();
        };
        boolean better = state.best().map(best -> score < best.score()).orElse(!Double.isNaN(score));
        if (better) {
            state.replaceBest(BestEpoch.copyOf(state.model(), epoch, score));
        }
    }
}
