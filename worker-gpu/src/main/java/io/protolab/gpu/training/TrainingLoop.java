package io.protolab.gpu.training;

import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.KeepMasks;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ReferenceSwitches;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a head on cached patch tokens, from wherever its state is to the last epoch of the plan.
 *
 * <p>Order and dropout of an epoch depend on the plan's seed and the epoch alone, so a state restored from a checkpoint goes
 * on as if nothing had happened.
 */
public final class TrainingLoop {
    private static final Logger log = LoggerFactory.getLogger(TrainingLoop.class);

    /** What a class must give an active prototype for it to count as live. */
    private static final double LIVE_WEIGHT = 1e-3;

    private static final Map<String, String> CURVES = Map.of(
            ProtoSVitLoss.CROSS_ENTROPY, EpochMetrics.LOSS_CROSS_ENTROPY,
            ProtoSVitLoss.TANH, EpochMetrics.LOSS_TANH,
            ProtoSVitLoss.SPARSITY, EpochMetrics.LOSS_SPARSITY,
            ProtoSVitLoss.SIMILARITY, EpochMetrics.LOSS_SIMILARITY);

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
     * @param stopRequested asked between steps
     * @return true if the last epoch is done; false if it stopped, with the state perhaps inside an epoch: go on from the
     *     last epoch's checkpoint, not from here
     * @throws DivergedException if the loss is no longer a number
     * @throws IOException if the listener could not save what it heard
     */
    public boolean run(TrainingState state, EpochListener listener, BooleanSupplier stopRequested) throws IOException {
        TrainingStep step = new TrainingStep(state.model(), state.optimiser(), plan.loss(), grid, plan.microBatch());
        for (int epoch = state.finishedEpochCount(); epoch < plan.epochs(); epoch++) {
            if (!runEpoch(epoch, state, step, listener, stopRequested)) {
                log.info("Training stops in epoch {} of {}, as asked", epoch + 1, plan.epochs());
                return false;
            }
        }
        return true;
    }

    private boolean runEpoch(
            int epoch, TrainingState state, TrainingStep step, EpochListener listener, BooleanSupplier stopRequested)
            throws IOException {
        long start = System.nanoTime();
        double learningRate = plan.learningRate().at(epoch);
        PrototypePruning pruning = plan.pruning().due(epoch)
                ? new PrototypePruning(plan.pruning(), plan.head().prototypes())
                : null;
        TokenBatches batches = training.inEpoch(epoch);
        int[] order = SeededRandom.of(plan.seed(), "order", epoch).permutation(training.imageCount());
        int stepCount = (order.length + plan.batchSize() - 1) / plan.batchSize();
        EpochTotals totals = new EpochTotals();
        double lastLoss = Double.NaN;

        for (int i = 0; i < stepCount; i++) {
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            int[] images =
                    Arrays.copyOfRange(order, i * plan.batchSize(), Math.min((i + 1) * plan.batchSize(), order.length));
            try (TensorScope scope = TensorScope.open()) {
                StepResult result = step.run(
                        batches.gather(images), epoch, learningRate, dropout(epoch, i, images.length), pruning);
                if (!Double.isFinite(result.loss())) {
                    throw new DivergedException(result.loss(), epoch, i, learningRate);
                }
                totals.add(result);
                lastLoss = result.loss();
            }
            listener.stepDone(epoch, i, stepCount);
        }

        if (pruning != null) {
            pruning.writeInto(state.head().mask());
        }
        EpochTotals validated = validate(step, epoch);
        EpochMetrics metrics = metrics(epoch, learningRate, totals, validated, state, start);
        state.finish(metrics);
        select(state, epoch, totals, validated, lastLoss);
        log.debug("Epoch {} of {}: {}", epoch + 1, plan.epochs(), metrics.values());
        listener.epochDone(metrics, state);
        return true;
    }

    private ChannelDropout dropout(int epoch, int step, int images) {
        return plan.dropout() == 0
                ? ChannelDropout.NONE
                : KeepMasks.draw(
                        plan.dropout(), plan.head(), images, SeededRandom.of(plan.seed(), "dropout", epoch, step));
    }

    private @Nullable EpochTotals validate(TrainingStep step, int epoch) {
        if (validation == null || validation.imageCount() == 0) {
            return null;
        }
        EpochTotals totals = new EpochTotals();
        for (int from = 0; from < validation.imageCount(); from += plan.batchSize()) {
            int first = from;
            int[] images = new int[Math.min(plan.batchSize(), validation.imageCount() - from)];
            Arrays.setAll(images, i -> first + i);
            try (TensorScope scope = TensorScope.open()) {
                totals.add(step.evaluate(validation.gather(images), epoch));
            }
        }
        return totals;
    }

    private EpochMetrics metrics(
            int epoch,
            double learningRate,
            EpochTotals trained,
            @Nullable EpochTotals validated,
            TrainingState state,
            long start) {
        Map<String, Double> values = new TreeMap<>();
        values.put(EpochMetrics.LOSS, trained.loss());
        trained.terms().forEach((term, value) -> values.put(CURVES.getOrDefault(term, term), value));
        values.put(EpochMetrics.TRAIN_ACCURACY, trained.accuracy());
        values.put(EpochMetrics.LEARNING_RATE, learningRate);
        putPrototypeCounts(values, state);
        if (validated != null) {
            values.put(EpochMetrics.VALIDATION_LOSS, validated.loss());
            values.put(EpochMetrics.VALIDATION_ACCURACY, validated.accuracy());
        }
        return new EpochMetrics(epoch, values, (System.nanoTime() - start) / 1e9, clock.instant());
    }

    private static void putPrototypeCounts(Map<String, Double> values, TrainingState state) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor mask = state.head().mask();
            Tensor greatest =
                    state.head().parameters().get("class_weight").detach().max(0); // [P]
            values.put(EpochMetrics.ACTIVE_PROTOTYPES, mask.sum().toDouble());
            values.put(
                    EpochMetrics.LIVE_PROTOTYPES,
                    greatest.isAbove(LIVE_WEIGHT).multiply(mask).sum().toDouble());
        }
    }

    /** Remembers the epoch if it beats those before it; of equal ones the first stays. */
    private void select(
            TrainingState state, int epoch, EpochTotals trained, @Nullable EpochTotals validated, double lastLoss) {
        double score = switch (plan.evaluatedEpoch()) {
            case LAST -> Double.NaN;
            case EPOCH_MEAN -> trained.loss();
            case LAST_BATCH_TRAIN_LOSS -> lastLoss;
            case VALIDATION -> validated == null ? Double.NaN : -validated.accuracy();
        };
        boolean better = state.best().map(best -> score < best.score()).orElse(!Double.isNaN(score));
        if (better) {
            state.replaceBest(BestEpoch.copyOf(state.model(), epoch, score));
        }
    }
}
