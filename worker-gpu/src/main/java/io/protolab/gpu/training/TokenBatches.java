package io.protolab.gpu.training;

import io.protolab.platform.experiment.ComputeIdentity;
import java.io.IOException;
import java.util.List;

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
     * Under what the stored features were computed that the images come from, each once; empty where that is not known, or nothing is
     * stored.
     *
     * @throws IOException if what is stored cannot be read
     */
    default List<ComputeIdentity> featureIdentities() throws IOException {
        return List.of();
    }

    /**
     * Brings images together.
     *
     * @param images positions in the split, 0 … imageCount − 1, in any order
     * @return tokens that belong to the caller's innermost open scope
     */
    TokenBatch gather(int[] images);
}
