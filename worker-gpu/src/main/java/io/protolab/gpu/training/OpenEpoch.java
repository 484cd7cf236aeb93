package io.protolab.gpu.training;

import io.protolab.gpu.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An epoch between two of its steps: all that it has added up, so that it can be saved there. For one thread at a time. */
final class OpenEpoch {
    private @Nullable PrototypePruning pruning;
    private final double secondsBefore;
    private final long start = System.nanoTime();
    private EpochTotals totals;
    private double lastLoss;
    private int stepCount;

    /**
     * What a checkpoint keeps of it.
     *
     * @param stepCount steps done
     * @param lastLoss of the last batch
     * @param fisherSums of every prototype; null in epochs after which nothing is pruned
     * @param seconds spent so far
     */
    record Saved(
            int stepCount,
            EpochTotals totals,
            double lastLoss,
            @Nullable List<Double> fisherSums,
            double seconds) {}

    private OpenEpoch(
            @Nullable PrototypePruning pruning,
            double secondsBefore,
            EpochTotals totals,
            double lastLoss,
            int stepCount) {
        this.pruning = pruning;
        this.secondsBefore = secondsBefore;
        this.totals = totals;
        this.lastLoss = lastLoss;
        this.stepCount = stepCount;
    }

    /** Before the first step of an epoch, counted from 0. */
    static OpenEpoch begin(TrainingPlan plan, int epoch) {
        PrototypePruning pruning = plan.pruning().due(epoch)
                ? new PrototypePruning(plan.pruning(), plan.head().prototypes())
                : null;
        return new OpenEpoch(pruning, 0, EpochTotals.NOTHING, Double.NaN, 0);
    }

    /** Where it was saved. */
    static OpenEpoch restored(TrainingPlan plan, Saved saved) {
        PrototypePruning pruning = saved.fisherSums() == null
                ? null
                : PrototypePruning.restored(
                        plan.pruning(), saved.fisherSums(), saved.totals().images());
        return new OpenEpoch(pruning, saved.seconds(), saved.totals(), saved.lastLoss(), saved.stepCount());
    }

    Saved saved() {
        return new Saved(stepCount, totals, lastLoss, pruning == null ? null : pruning.sums(), seconds());
    }

    /**
     * A step was done.
     *
     * @param observed what it took in, see {@link #observing}
     */
    void add(StepResult step, @Nullable PrototypePruning observed) {
        pruning = observed;
        totals = totals.plus(step);
        lastLoss = step.loss();
        stepCount++;
    }

    /** Masks the prototypes that this epoch found useless, if it looked for them; repeating it changes nothing. */
    void prune(Tensor mask) {
        if (pruning != null) {
            pruning.writeInto(mask);
        }
    }

    /** What the next step is to take its batch into, so that nothing is left of one that is abandoned; null where nothing is pruned. */
    @Nullable
    PrototypePruning observing() {
        return pruning == null ? null : pruning.copy();
    }

    int stepCount() {
        return stepCount;
    }

    EpochTotals totals() {
        return totals;
    }

    double lastLoss() {
        return lastLoss;
    }

    double seconds() {
        return secondsBefore + (System.nanoTime() - start) / 1e9;
    }
}
