package io.protolab.platform.experiment;

/** A rendered FlatBirds dataset: side-view birds of five parts, classes are combinations of part variants. */
public record FlatBirdsSpec(
        @Setting(doc = "number of classes", value = "20", min = 2, max = 200)
        int classes,

        @Setting(doc = "training images per class", value = "60", min = 1, max = 10000)
        int trainPerClass,

        @Setting(doc = "test images per class", value = "20", min = 1, max = 10000)
        int testPerClass,

        @Setting(doc = "image side in pixels", value = "64", min = 32, max = 512)
        int imageSize,

        @Setting(doc = "largest number of coloured background shapes", value = "4", min = 0, max = 34)
        int distractors,

        @Setting(doc = "seed of class table and scenes", value = "0", min = 0)
        long seed) {
    public FlatBirdsSpec {
        Settings.verify(FlatBirdsSpec.class, classes, trainPerClass, testPerClass, imageSize, distractors, seed);
    }
}
