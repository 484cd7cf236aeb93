package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/**
 * What every pass of the head returns, in training and in evaluation. B images, N patches, P prototypes, C classes.
 *
 * @param logits [B, C]
 * @param similarity [B, N, P] the prototypes' shares of each patch, before any mask; each patch's shares sum to 1
 * @param prototypeScores [B, P] not negative
 * @param classWeights [C, P] the weights used; not negative
 * @param mask [P] 1 for active prototypes, 0 for pruned ones
 * @param grid how the patches lie
 */
public record ForwardPass(
        Tensor logits, Tensor similarity, Tensor prototypeScores, Tensor classWeights, Tensor mask, PatchGrid grid) {

    /** One map per prototype on the patch grid: [B, P, N], zero for pruned prototypes. */
    public Tensor similarityMaps() {
        return maskedSimilarity().transpose(1, 2);
    }

    /** [B, N, P] with zeros for pruned prototypes; the shares of the others are not raised. */
    public Tensor maskedSimilarity() {
        return similarity.multiply(mask);
    }

    /** The importance matrix {@code I[b,p,c] = h[b,p]·W[c,p]}: [B, P, C]; its columns sum to the logits. */
    public Tensor importance() {
        return prototypeScores.unsqueeze(2).multiply(classWeights.transpose(0, 1)); // [B, P, 1] · [P, C]
    }

    /** Logits [B, C] from importances of at least the threshold, the others taken as zero. */
    public Tensor logits(double threshold) {
        Tensor importance = importance();
        return importance.multiply(importance.isAtLeast(threshold)).sum(1);
    }
}
