package io.protolab.platform.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often a training moves its parameters: what its accuracy depends on first, and what nobody writes into a sweep file.
 *
 * @param images in the training split
 */
public record OptimiserSteps(int images, int batchSize, int epochs) {
    /**
     * Fewer leave a head short of what it can learn. Heads on the tiny ViT with 20 classes and a learning rate of 0.003 reach 0.31,
     * 0.53, 0.74, 0.93 and 0.98 after 30, 60, 100, 150 and 200 steps; with features that fit less well it takes longer.
     */
    static final long ENOUGH = 100;

    public static OptimiserSteps of(TrainingSpec training, int images) {
        return new OptimiserSteps(images, training.batchSize(), training.epochs());
    }

    /** What {@link #warning} says of the trials of a sweep whose image counts its spec tells, each sentence once. */
    public static List<String> warnings(SweepSpec sweep) {
        return SearchSpace.of(sweep).trials().stream()
                .flatMap(trial -> Stream.ofNullable(trial.dataset().flatbirds())
                        .map(birds -> of(trial.training(), birds.classes() * birds.trainPerClass()))
                        .flatMap(steps -> steps.warning(trial.dataset().name()).stream()))
                .distinct()
                .toList();
    }

    /** The last batch of an epoch may be smaller. */
    long count() {
        return ((long) images + batchSize - 1) / batchSize * epochs;
    }

    /** A sentence for the owner if the steps are too few, with the name of the dataset and the next step. */
    public Optional<String> warning(String dataset) {
        return count() >= ENOUGH
                ? Optional.empty()
                : Optional.of(
                        "dataset %s: only %d optimiser steps (%d training images in batches of %d × %d epochs); accuracy"
                                        .formatted(dataset, count(), images, batchSize, epochs)
                                + " will likely stay low, at worst at chance; lower training.batchSize or raise training.epochs");
    }
}
