package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.Tensor;

/**
 * Keeps every prototype in use over a batch (after PIP-Net, Nauta et al. 2023): with {@code t_p = Σ_b Σ_n S[b,n,p]} over
 * the similarity before any mask, {@code L_T = −1/P · Σ_p log(tanh(t_p) + 10⁻²⁰)}.
 */
final class TanhLoss {
    private static final double EPSILON = 1e-20;

    private TanhLoss() {}

    /** The loss of similarity [B, N, P]. */
    static Tensor of(Tensor similarity) {
        Tensor t = similarity.sum(0, 1); // [P]
        return t.tanh().add(EPSILON).log().mean().multiply(-1);
    }
}
