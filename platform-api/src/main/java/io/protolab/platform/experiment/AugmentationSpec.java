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
                doc = "cached: tokens of that many views are kept on disk; live: tokens of a new view are computed in"
                        + " every epoch, as in the paper, and nothing is kept",
                value = "\"cached\"")
        Mode mode,

        @Setting(
                doc = "views per image, for mode cached; epoch e sees view e modulo this",
                value = "10",
                min = 1,
                max = 1000)
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
    public static final AugmentationSpec NONE =
            new AugmentationSpec(Kind.NONE, Mode.CACHED, 10, 0, 0.6, 1, 0.7, 1.1, 8);

    /** Whether there are random views. */
    public enum Kind {
        @JsonProperty("none")
        NONE,
        @JsonProperty("paper")
        PAPER
    }

    /** Where the tokens of views are kept. */
    public enum Mode {
        @JsonProperty("cached")
        CACHED,
        @JsonProperty("live")
        LIVE
    }

    public AugmentationSpec {
        Settings.verify(
                AugmentationSpec.class,
                kind,
                mode,
                views,
                seed,
                smallestArea,
                largestArea,
                smallestRatio,
                largestRatio,
                severity);
    }

    /** Whether tokens of views are prepared before the first trial. */
    public boolean keepsViews() {
        return kind != Kind.NONE && mode == Mode.CACHED;
    }

    /** The view that an epoch sees; both count from 0. */
    public int viewOf(int epoch) {
        return mode == Mode.CACHED ? epoch % views : epoch;
    }

    /** The same random views, another number of them. */
    public AugmentationSpec withViews(int count) {
        return new AugmentationSpec(
                kind, mode, count, seed, smallestArea, largestArea, smallestRatio, largestRatio, severity);
    }
}
