package io.protolab.gpu.training;

/** The images of one split as patch tokens, in a fixed order. */
public interface TokenBatches {
    int imageCount();

    /**
     * Brings images together.
     *
     * @param images positions in the split, 0 … imageCount − 1, in any order
     * @return tokens that belong to the caller's innermost open scope
     */
    TokenBatch gather(int[] images);
}
