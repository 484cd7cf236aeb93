package io.protolab.gpu.pretraining;

import io.protolab.gpu.model.VitShape;

/**
 * Every number of a pre-training.
 *
 * @param samples scenes drawn in all; each is seen once
 * @param learningRate at its peak, after the warm-up
 * @param warmUpShare of all steps, linear
 * @param finalShare of the learning rate where the cosine ends
 * @param weightDecay of matrices and kernels; vectors have none
 * @param clipNorm longest gradient, over all parameters
 * @param partWeight of the loss "which parts does the patch show"
 * @param variantWeight of the loss "of which variant is the part it shows"
 * @param seed of the initial weights
 */
public record PretrainingRecipe(
        VitShape shape,
        long samples,
        int batchSize,
        double learningRate,
        double warmUpShare,
        double finalShare,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double clipNorm,
        double partWeight,
        double variantWeight,
        long seed) {
    /** The shipped tiny ViT: 628,224 parameters. */
    public static final PretrainingRecipe TINY_VIT = new PretrainingRecipe(
            VitShape.plain(128, 3, 4, 8, 64, 512, 0, 1e-6),
            179_200,
            64,
            1e-3,
            0.05,
            0.01,
            0.05,
            0.9,
            0.98,
            1e-8,
            1.0,
            2.0,
            1.0,
            0);

    public PretrainingRecipe {
        if (samples < batchSize || batchSize < 1) {
            throw new IllegalArgumentException(
                    samples + " samples in batches of " + batchSize + ": at least one whole batch is needed");
        }
    }

    /** The same with another length. */
    public PretrainingRecipe withSamples(long count) {
        return new PretrainingRecipe(
                shape,
                count,
                batchSize,
                learningRate,
                warmUpShare,
                finalShare,
                weightDecay,
                beta1,
                beta2,
                epsilon,
                clipNorm,
                partWeight,
                variantWeight,
                seed);
    }

    /** Side of the pictures in pixels: that of the position table. */
    int imageSize() {
        return shape.nativeGrid().orElseThrow().rows() * shape.patch();
    }

    /** Whole batches. */
    int steps() {
        return Math.toIntExact(samples / batchSize);
    }

    /** Learning rate of a 0-based step: linear up, then half a cosine down. */
    double learningRate(int step) {
        int warmUp = (int) Math.round(warmUpShare * steps());
        if (step < warmUp) {
            return learningRate * (step + 1) / warmUp;
        }
        double progress = (double) (step - warmUp) / Math.max(1, steps() - warmUp);
        return learningRate * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
}
