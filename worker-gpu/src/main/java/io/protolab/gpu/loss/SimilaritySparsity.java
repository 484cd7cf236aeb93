package io.protolab.gpu.loss;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.tensor.Tensor;

/**
 * A Hoyer ratio of each image's masked similarity maps, mean over the batch: {@code (ΣS)² / Σ(S² + 10⁻²⁰) / √(P·N)}, or
 * with the reference's denominator {@code Σ(S + 10⁻²⁰)}, which makes it a plain sum.
 *
 * @param denominator which of the two
 */
record SimilaritySparsity(Denominator denominator) {
    private static final double EPSILON = 1e-20;

    enum Denominator {
        SUM,
        SUM_OF_SQUARES
    }

    Tensor of(ForwardPass pass) {
        Tensor S = pass.maskedSimilarity(); // [B, N, P]
        double entries = (double) S.size(1) * S.size(2);
        Tensor sums = S.sum(1, 2); // [B]
        Tensor below = denominator == Denominator.SUM ? sums : S.square().sum(1, 2);
        return sums.square().divide(below.add(entries * EPSILON)).mean().multiply(1 / Math.sqrt(entries));
    }
}
