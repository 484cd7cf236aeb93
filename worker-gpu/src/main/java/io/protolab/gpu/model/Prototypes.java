package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/** P learned vectors, compared with every patch by cosine. */
public final class Prototypes {
    private final Tensor vectors;
    private final double temperature;

    /** Compares with these vectors [P, M], which need not have unit length. */
    Prototypes(Tensor vectors, double temperature) {
        this.vectors = vectors;
        this.temperature = temperature;
    }

    /** Cosines [B, N, P] of unit vectors z = [B, N, M]: the raw similarity. */
    public Tensor cosine(Tensor z) {
        return z.linear(vectors.normalise(-1), null);
    }

    /** {@code softmaxₚ(cos / τ)}: [B, N, P], the prototypes' shares of each patch. */
    Tensor forward(Tensor z) {
        return z.linear(vectors.normalise(-1).multiply(1 / temperature), null).softmax(-1);
    }
}
