package io.protolab.gpu.features;

import io.protolab.gpu.tensor.Tensor;

/** Patch tokens of images, one row per image. */
public interface TokenRows {
    /**
     * Brings rows together.
     *
     * @param rows in any order, repetitions allowed
     * @return [B, N, D] 32-bit floats in the innermost open scope
     */
    Tensor gather(int[] rows);
}
