package io.protolab.gpu.training;

import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.EpochMetrics;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is no tensor in a saved state.
 *
 * @param seed of the plan
 * @param stepCount optimiser steps done
 * @param bestEpoch null if the plan evaluates the last epoch
 * @param bestScore null with it
 * @param history of all finished epochs
 * @param open the epoch after them; null if no step of it was done
 * @param identities under which the steps were computed, in order
 * @param featureIdentities under which the features that they read were computed; absent in what was saved before it was noted
 */
record CheckpointRest(
        long seed,
        int stepCount,
        @Nullable Integer bestEpoch,
        @Nullable Double bestScore,
        List<EpochMetrics> history,
        OpenEpoch.@Nullable Saved open,
        List<ComputeIdentity> identities,
        List<ComputeIdentity> featureIdentities) {
    CheckpointRest {
        history = List.copyOf(history);
        identities = List.copyOf(identities);
        featureIdentities = List.copyOf(Objects.requireNonNullElse(featureIdentities, List.of()));
    }

    static CheckpointRest of(TrainingState state, TrainingPlan plan) {
        return new CheckpointRest(
                plan.seed(),
                state.optimiser().stepCount(),
                state.best().map(BestEpoch::epoch).orElse(null),
                state.best().map(BestEpoch::score).orElse(null),
                state.history(),
                state.begunEpoch().map(OpenEpoch::saved).orElse(null),
                state.identities(),
                state.featureIdentities());
    }
}
