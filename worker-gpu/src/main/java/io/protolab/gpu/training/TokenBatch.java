package io.protolab.gpu.training;

import io.protolab.gpu.tensor.Tensor;
import java.util.Arrays;

/**
 * Some images as the backbone sees them.
 *
 * @param tokens [B, N, D] 32-bit floats; what enters the part of the backbone that learns, where one does
 * @param labels one class per image
 */
public record TokenBatch(Tensor tokens, int[] labels) {
    public TokenBatch {
        labels = labels.clone();
        if (tokens.size(0) != labels.length) {
            throw new IllegalArgumentException(tokens + " and " + labels.length + " labels do not belong together");
        }
    }

    /** Images {@code from … to − 1}. */
    TokenBatch slice(int from, int to) {
        return from == 0 && to == labels.length
                ? this
                : new TokenBatch(tokens.slice(0, from, to), Arrays.copyOfRange(labels, from, to));
    }
}
