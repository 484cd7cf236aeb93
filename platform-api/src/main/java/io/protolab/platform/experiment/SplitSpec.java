package io.protolab.platform.experiment;

/** A stratified, seeded split of images that come without one; 0 is a seed like any other. */
public record SplitSpec(
        @Setting(
                doc = "share of images held out for test, where the directory has no test split",
                value = "0.2",
                min = 0,
                max = 0.9)
        double test,

        @Setting(
                doc = "share of training images held out for validation, where the directory has none",
                value = "0",
                min = 0,
                max = 0.9)
        double validation,

        @Setting(doc = "seed of the split", value = "0", min = 0)
        long seed) {
    public SplitSpec {
        Settings.verify(SplitSpec.class, test, validation, seed);
    }
}
