package io.protolab.gpu.training;

import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensors;

/** Tokens of images that a head can tell apart: each class has patches of its own, among noise. */
record InMemoryTokens(float[][] images, int[] labels, int patches, int dim) implements TokenBatches {
    static InMemoryTokens separable(int imageCount, int classes, int patches, int dim, long seed) {
        SeededRandom random = SeededRandom.of(seed, "tokens");
        float[][] images = new float[imageCount][patches * dim];
        int[] labels = new int[imageCount];
        for (int i = 0; i < imageCount; i++) {
            labels[i] = i % classes;
            for (int j = 0; j < images[i].length; j++) {
                images[i][j] = (float) (0.3 * random.nextGaussian());
            }
            images[i][random.nextInt(patches) * dim + labels[i] % dim] += 3;
        }
        return new InMemoryTokens(images, labels, patches, dim);
    }

    @Override
    public int imageCount() {
        return images.length;
    }

    @Override
    public TokenBatch gather(int[] chosen) {
        float[] values = new float[chosen.length * patches * dim];
        int[] chosenLabels = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(images[chosen[i]], 0, values, i * patches * dim, patches * dim);
            chosenLabels[i] = labels[chosen[i]];
        }
        return new TokenBatch(Tensors.of(values, chosen.length, patches, dim), chosenLabels);
    }
}
