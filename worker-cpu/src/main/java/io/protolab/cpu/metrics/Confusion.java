package io.protolab.cpu.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How often each class was taken for each other: rows are true classes, columns predicted ones. */
final class Confusion {
    private final int[][] counts;
    private final int imageCount;

    private Confusion(int[][] counts, int imageCount) {
        this.counts = counts;
        this.imageCount = imageCount;
    }

    /**
     * Counts the pairs of label and prediction.
     *
     * @param labels true class per image
     * @param predictions predicted class per image, same order
     * @throws IllegalArgumentException without an image, or if a class lies outside [0, classCount)
     */
    static Confusion of(int[] labels, int[] predictions, int classCount) {
        if (labels.length == 0 || labels.length != predictions.length) {
            throw new IllegalArgumentException(
                    "a confusion matrix needs one prediction per image and at least one image, got %d labels and %d predictions"
                            .formatted(labels.length, predictions.length));
        }
        int[][] counts = new int[classCount][classCount];
        for (int image = 0; image < labels.length; image++) {
            counts[inRange("label", labels[image], image, classCount)][
                    inRange("prediction", predictions[image], image, classCount)]++;
        }
        return new Confusion(counts, labels.length);
    }

    private static int inRange(String name, int value, int image, int classCount) {
        if (value < 0 || value >= classCount) {
            throw new IllegalArgumentException("%s %d of image %d is not one of the %d classes (0 to %d)"
                    .formatted(name, value, image, classCount, classCount - 1));
        }
        return value;
    }

    int classCount() {
        return counts.length;
    }

    int count(int trueClass, int predictedClass) {
        return counts[trueClass][predictedClass];
    }

    /** The share of images whose predicted class is the true one. */
    double accuracy() {
        return (double) IntStream.range(0, classCount()).map(c -> counts[c][c]).sum() / imageCount;
    }

    /** Mean recall over the classes that have images. */
    double balancedAccuracy() {
        return classes().stream()
                .map(ClassResult::recall)
                .flatMapToDouble(OptionalDouble::stream)
                .average()
                .orElseThrow();
    }

    /** Mean F1 over the classes that occur among the labels or the predictions. */
    double macroF1() {
        return classes().stream()
                .filter(result -> result.imageCount() + result.predictedCount() > 0)
                .mapToDouble(ClassResult::f1)
                .average()
                .orElseThrow();
    }

    /** One row per class, in class order. */
    List<ClassResult> classes() {
        return IntStream.range(0, classCount())
                .mapToObj(c -> new ClassResult(
                        c,
                        IntStream.of(counts[c]).sum(),
                        IntStream.range(0, classCount()).map(t -> counts[t][c]).sum(),
                        counts[c][c]))
                .toList();
    }
}
