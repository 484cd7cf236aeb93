package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/** What turns images into patch tokens. */
public interface Backbone extends AutoCloseable {
    /**
     * Patch tokens [B, N, D] in row-major patch order.
     *
     * @param pixels [B, 3, H, W], normalised
     */
    Tensor patchTokens(Tensor pixels);

    @Override
    void close();
}
