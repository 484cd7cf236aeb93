package io.protolab.gpu.training;

import io.protolab.gpu.tensor.Tensor;

/**
 * Some images as the backbone sees them.
 *
 * @param tokens [B, N, D] 32-bit floats
 * @param labels one class per image
 */
public record TokenBatch(Tensor tokens, int[] labels) {
    public TokenBatch {
        labels = labels.clone();
        if (tokens.size(0) != labels.length) {
            throw new IllegalArgumentException(tokens + " and " + labels.length + " labels do not belong together");
        }
    }
}
