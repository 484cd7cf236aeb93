package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Random views of the training images: a random resized crop, then AugMix (arXiv 1912.02781). View v of an image is drawn from the
 * trial-independent seed, the image and v, so that trials share cached views.
 */
public record AugmentationSpec(
        @Setting(doc = "none, or paper: random resized crop and AugMix", value = "\"none\"")
        Kind kind,

        @Setting(
                doc =
                        "views per image; epoch e sees view e modulo this. The paper's training is one new view per epoch",
                value = "10",
                min = 1,
                max = 100000)
        int views,

        @Setting(doc = "seed of the views", value = "0", min = 0)
        long seed,

        @Setting(doc = "smallest share of the image's area in a crop", value = "0.6", min = 0, above = true, max = 1)
        double smallestArea,

        @Setting(doc = "largest share of the image's area in a crop", value = "1", min = 0, above = true, max = 1)
        double largestArea,

        @Setting(doc = "smallest width over height of a crop", value = "0.7", min = 0, above = true, max = 100)
        double smallestRatio,

        @Setting(doc = "largest width over height of a crop", value = "1.1", min = 0, above = true, max = 100)
        double largestRatio,

        @Setting(
                doc = "severity of AugMix: magnitudes come from the first so many of 10 bins; 0 leaves AugMix out",
                value = "8",
                min = 0,
                max = 10)
        int severity) {
    /** The images as they are. */
    public static final AugmentationSpec NONE = new AugmentationSpec(Kind.NONE, 10, 0, 0.6, 1, 0.7, 1.1, 8);

    /** Whether there are random views. */
    public enum Kind {
        @JsonProperty("none")
        NONE,
        @JsonProperty("paper")
        PAPER
    }

    public AugmentationSpec {
        Settings.verify(
                AugmentationSpec.class,
                kind,
                views,
                seed,
                smallestArea,
                largestArea,
                smallestRatio,
                largestRatio,
                severity);
    }
}
