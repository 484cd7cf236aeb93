package io.protolab.gpu.loss;

import io.protolab.gpu.tensor.Tensor;

/**
 * Keeps every prototype in use over a batch (after PIP-Net, Nauta et al. 2023): with {@code t_p = Σ_b Σ_n S[b,n,p]} over
 * the similarity before any mask, {@code L_T = −1/P · Σ_p log(tanh(t_p) + 10⁻²⁰)}.
 */
final class TanhLoss {
    private static final double EPSILON = 1e-20;

    private TanhLoss() {}

    /**
     * The part of a slice, which may be all of the batch. L_T is no sum over images: a slice gets a part of the value by its
     * size, but the whole derivative by its own t, the rest of t being constant. Both add up over the slices.
     *
     * @param similarity [B, N, P]
     */
    static Tensor of(Tensor similarity, BatchTotals batch) {
        Tensor own = similarity.sum(0, 1); // [P]
        Tensor all = batch.similaritySums();
        if (all == null) {
            return ofSums(own);
        }
        Tensor rest = all.subtract(own.detach());
        Tensor value = ofSums(own.add(rest));
        Tensor constant = value.detach();
        return value.subtract(constant).add(batch.share(constant, similarity.size(0)));
    }

    private static Tensor ofSums(Tensor t) {
        return t.tanh().add(EPSILON).log().mean().multiply(-1);
    }
}
