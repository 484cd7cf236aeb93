package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/** What drops whole channels of an image's token map while training; the head has three places for it. */
@FunctionalInterface
public interface ChannelDropout {
    /** Nothing is dropped: evaluation. */
    ChannelDropout NONE = (place, tokens) -> tokens;

    /** Where it applies, independently of the other places. */
    enum Place {
        /** The input of the projection's direct branch. */
        BRANCH_A,
        /** The input of the projection's two-layer branch. */
        BRANCH_B,
        /** The sum of both. */
        CODE
    }

    /** Tokens [B, N, channels] with some channels set to zero and the others scaled up. */
    Tensor apply(Place place, Tensor tokens);

    /** The same for images {@code from … to − 1} of the batch alone. */
    default ChannelDropout slice(int from, int to) {
        return this;
    }
}
