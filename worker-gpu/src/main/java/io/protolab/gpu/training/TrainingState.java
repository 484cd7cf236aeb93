package io.protolab.gpu.training;

import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that changes while a head is trained: parameters, moments, mask, and what the finished epochs measured. Owns its
 * tensors; close it when the training is over. For one thread at a time.
 */
public final class TrainingState implements AutoCloseable {
    private final PrototypeHead head;
    private final AdamW optimiser;
    private final List<EpochMetrics> history;
    private @Nullable BestEpoch best;

    TrainingState(PrototypeHead head, AdamW optimiser, List<EpochMetrics> history, @Nullable BestEpoch best) {
        this.head = head;
        this.optimiser = optimiser;
        this.history = new ArrayList<>(history);
        this.best = best;
        head.parameters().asMap().values().forEach(Tensor::requireGradient);
    }

    /** The start of a training: parameters drawn from the plan's seed. */
    public static TrainingState initial(TrainingPlan plan) {
        PrototypeHead head = PrototypeHead.initialised(plan.head(), plan.seed());
        return new TrainingState(head, AdamW.fresh(plan.optimiser(), head.parameters()), List.of(), null);
    }

    /** The head as it is now. */
    public PrototypeHead head() {
        return head;
    }

    /** What each finished epoch measured, in order. */
    public List<EpochMetrics> history() {
        return List.copyOf(history);
    }

    public int finishedEpochCount() {
        return history.size();
    }

    /** The epoch whose parameters {@link #writeEvaluatedHead} writes, counted from 0. */
    public int evaluatedEpoch() {
        return best == null ? history.size() - 1 : best.epoch();
    }

    /** Writes the head that is the result: that of the best epoch if the plan selects one, else the last. */
    public void writeEvaluatedHead(Path file) throws IOException {
        if (best == null) {
            HeadFile.write(file, head.shape(), head.parameters(), head.mask());
        } else {
            HeadFile.write(file, head.shape(), best.parameters(), best.mask());
        }
    }

    AdamW optimiser() {
        return optimiser;
    }

    Optional<BestEpoch> best() {
        return Optional.ofNullable(best);
    }

    void finish(EpochMetrics epoch) {
        if (epoch.epoch() != history.size()) {
            throw new IllegalStateException("Epoch " + epoch.epoch() + " cannot follow " + history.size() + " epochs");
        }
        history.add(epoch);
    }

    void replaceBest(BestEpoch better) {
        if (best != null) {
            best.close();
        }
        best = better;
    }

    @Override
    public void close() {
        head.close();
        optimiser.close();
        if (best != null) {
            best.close();
        }
    }
}
