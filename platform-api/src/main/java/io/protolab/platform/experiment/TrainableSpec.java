package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of the backbone learns with the head. Only what stays frozen is cached. */
public record TrainableSpec(
        @Setting(
                doc =
                        "none: frozen as in the paper; lastBlocks: the last blocks and the final norm; all: nothing is cached"
                                + " and images are decoded in every epoch",
                value = "\"none\"")
        Scope scope,

        @Setting(doc = "number of last blocks, for scope lastBlocks", value = "1", min = 1, max = 64)
        int blocks,

        @Setting(
                doc = "learning rate of the backbone as a multiple of the head's",
                value = "0.001",
                min = 0,
                above = true,
                max = 10)
        double learningRateMultiple) {
    /** A frozen backbone. */
    public static final TrainableSpec NONE = new TrainableSpec(Scope.NONE, 1, 0.001);

    /** How much of the backbone. */
    public enum Scope {
        @JsonProperty("none")
        NONE,
        @JsonProperty("lastBlocks")
        LAST_BLOCKS,
        @JsonProperty("all")
        ALL
    }

    public TrainableSpec {
        Settings.verify(TrainableSpec.class, scope, blocks, learningRateMultiple);
    }
}
