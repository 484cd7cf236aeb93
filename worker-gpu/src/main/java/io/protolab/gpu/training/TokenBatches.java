package io.protolab.gpu.training;

import java.io.IOException;

/** The images of one split as patch tokens, in a fixed order. */
public interface TokenBatches {
    int imageCount();

    /**
     * The same images as an epoch sees them: every time alike, unless they are augmented.
     *
     * @param epoch counted from 0
     * @throws IOException if they cannot be read or computed
     */
    default TokenBatches inEpoch(int epoch) throws IOException {
        return this;
    }

    /**
     * Brings images together.
     *
     * @param images positions in the split, 0 … imageCount − 1, in any order
     * @return tokens that belong to the caller's innermost open scope
     */
    TokenBatch gather(int[] images);
}
