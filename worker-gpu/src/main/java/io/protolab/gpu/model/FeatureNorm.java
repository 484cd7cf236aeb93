package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/** Normalisation of patch tokens [B, N, D] to unit length before the head. */
public enum FeatureNorm {
    NONE,
    /** Each token; for CLIP backbones. */
    CHANNELS,
    /** Each channel over the tokens of its image; the reference does this, by accident, for BiomedCLIP. */
    TOKENS;

    /** Tokens of the same shape. */
    public Tensor forward(Tensor patchTokens) {
        return switch (this) {
            case NONE -> patchTokens;
            case CHANNELS -> patchTokens.normalise(2);
            case TOKENS -> patchTokens.normalise(1);
        };
    }
}
