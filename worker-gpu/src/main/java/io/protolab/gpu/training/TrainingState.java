package io.protolab.gpu.training;

import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.model.UpperTransformer;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.EpochMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that changes in a training: parameters, moments, mask, what the finished epochs measured, and what the open one has added up. It can
 * be saved between any two steps. Owns its tensors; close it when the training is over. For one thread at a time.
 */
public final class TrainingState implements AutoCloseable {
    private final ProtoSVit model;
    private final AdamW optimiser;
    private final List<EpochMetrics> history;
    private final List<ComputeIdentity> identities;
    private final Set<ComputeIdentity> featureIdentities;
    private @Nullable BestEpoch best;
    private @Nullable OpenEpoch open;

    TrainingState(
            ProtoSVit model,
            AdamW optimiser,
            List<EpochMetrics> history,
            List<ComputeIdentity> identities,
            List<ComputeIdentity> featureIdentities,
            @Nullable BestEpoch best,
            @Nullable OpenEpoch open) {
        this.model = model;
        this.optimiser = optimiser;
        this.history = new ArrayList<>(history);
        this.identities = new ArrayList<>(identities);
        this.featureIdentities = new LinkedHashSet<>(featureIdentities);
        this.best = best;
        this.open = open;
        model.parameters().asMap().values().forEach(Tensor::requireGradient);
    }

    /** The start of a training on a frozen backbone: parameters drawn from the plan's seed. */
    public static TrainingState initial(TrainingPlan plan) {
        return initial(plan, null);
    }

    /**
     * The start of a training.
     *
     * @param backbone the part above the plan's cut, as it was trained before; belongs to the state from now on
     */
    public static TrainingState initial(TrainingPlan plan, @Nullable UpperTransformer backbone) {
        ProtoSVit model = ProtoSVit.of(PrototypeHead.initialised(plan.head(), plan.seed()), backbone);
        AdamW optimiser = AdamW.fresh(plan.optimiser(), plan::learningRateMultiple, model.parameters());
        return new TrainingState(model, optimiser, List.of(), List.of(), List.of(), null, null);
    }

    /** All that learns, as it is now. */
    public ProtoSVit model() {
        return model;
    }

    /** The head as it is now. */
    public PrototypeHead head() {
        return model.head();
    }

    /** What each finished epoch measured, in order. */
    public List<EpochMetrics> history() {
        return List.copyOf(history);
    }

    public int finishedEpochCount() {
        return history.size();
    }

    /** Optimiser steps done since the beginning of the training. */
    public long stepCount() {
        return optimiser.stepCount();
    }

    /** Steps done of the epoch after the finished ones. */
    public int stepsIntoEpoch() {
        return open == null ? 0 : open.stepCount();
    }

    /** Under what the steps were computed, in order; more than one where a training went on elsewhere. */
    public List<ComputeIdentity> identities() {
        return List.copyOf(identities);
    }

    /** What comes is computed under this identity. */
    public void computesUnder(ComputeIdentity identity) {
        if (identities.isEmpty() || !identities.get(identities.size() - 1).equals(identity)) {
            identities.add(identity);
        }
    }

    /** Under what the stored features were computed that the epochs read, each once, in the order of their first use. */
    public List<ComputeIdentity> featureIdentities() {
        return List.copyOf(featureIdentities);
    }

    /** What comes is computed from these images. */
    void reads(TokenBatches images) throws IOException {
        featureIdentities.addAll(images.featureIdentities());
    }

    /** The epoch whose parameters {@link #writeEvaluatedHead} writes, counted from 0. */
    public int evaluatedEpoch() {
        return best == null ? history.size() - 1 : best.epoch();
    }

    /** Writes the head that is the result, and what learned below it: that of the best epoch if the plan selects one, else the last. */
    public void writeEvaluatedHead(Path file) throws IOException {
        PrototypeHead head = model.head();
        if (best == null) {
            HeadFile.write(file, head.shape(), model.parameters(), head.mask());
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

    /** The epoch after the finished ones, begun if it was not. */
    OpenEpoch openEpoch(TrainingPlan plan) {
        if (open == null) {
            open = OpenEpoch.begin(plan, history.size());
        }
        return open;
    }

    /** Empty where no step of the epoch after the finished ones was done. */
    Optional<OpenEpoch> begunEpoch() {
        return Optional.ofNullable(open).filter(epoch -> epoch.stepCount() > 0);
    }

    void finish(EpochMetrics epoch) {
        if (epoch.epoch() != history.size()) {
            throw new IllegalStateException("Epoch " + epoch.epoch() + " cannot follow " + history.size() + " epochs");
        }
        history.add(epoch);
        open = null;
    }

    void replaceBest(BestEpoch better) {
        if (best != null) {
            best.close();
        }
        best = better;
    }

    @Override
    public void close() {
        model.close();
        optimiser.close();
        if (best != null) {
            best.close();
        }
    }
}
