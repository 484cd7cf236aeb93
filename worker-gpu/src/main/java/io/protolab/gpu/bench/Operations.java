package io.protolab.gpu.bench;

import io.protolab.gpu.model.HeadShape;

/** Floating-point operations, counted from shapes: two for each multiplication with its addition, the rest neglected. */
final class Operations {
    private Operations() {}

    /** A product of an [rows, inner] and an [inner, columns] matrix. */
    static double product(double rows, double inner, double columns) {
        return 2 * rows * inner * columns;
    }

    /**
     * A plain vision transformer's forward pass of one image.
     *
     * @param tokens with class token and registers
     * @param patches without them
     * @param hidden width of the perceptron
     */
    static double transformer(int depth, int tokens, int patches, int patch, int dim, int hidden) {
        double attention =
                product(tokens, dim, 3.0 * dim) + 2 * product(tokens, dim, tokens) + product(tokens, dim, dim);
        double perceptron = 2 * product(tokens, dim, hidden);
        return product(patches, 3.0 * patch * patch, dim) + depth * (attention + perceptron);
    }

    /**
     * Forward and backward pass of the head for one image. Every product has a second one for the gradient of its weights, and a
     * third for that of its input; the two that read patch tokens have no third, because the backbone is frozen.
     */
    static double headStep(HeadShape head, int patches) {
        double onTokens = product(patches, head.dim(), head.latentDim()) + product(patches, head.dim(), head.dim());
        double inner = product(patches, head.dim(), head.latentDim())
                + product(patches, head.latentDim(), head.latentDim())
                + product(patches, head.latentDim(), head.prototypes())
                + product(1, head.prototypes(), head.classes());
        double kernels = product(patches, 10, head.prototypes());
        return 2 * onTokens + 3 * (inner + kernels);
    }
}
