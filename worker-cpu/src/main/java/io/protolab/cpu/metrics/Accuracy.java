package io.protolab.cpu.metrics;

import java.util.stream.IntStream;

/**
 * How well the logits name the class. Equal logits: the lower class index comes first, everywhere.
 *
 * @param confusion true against predicted classes; top-1, balanced accuracy, macro-F1 and the per-class table follow from it
 * @param top5 share of images whose class is among the five largest logits, in [0, 1]
 * @param calibrationError see {@link CalibrationError}, in [0, 1], lower is better
 */
record Accuracy(Confusion confusion, double top5, double calibrationError) {
    /**
     * Measures one split.
     *
     * @param logits [image][class]
     * @param labels true class per image
     * @throws IllegalArgumentException if the shapes disagree, a label is no class or a logit is not a finite number
     */
    static Accuracy of(float[][] logits, int[] labels) {
        double[][] probabilities = Softmax.of(logits);
        int classCount = logits.length == 0 ? 0 : logits[0].length;
        int[] predictions = IntStream.range(0, logits.length)
                .map(image -> argmax(logits[image]))
                .toArray();
        return new Accuracy(
                Confusion.of(labels, predictions, classCount),
                topShare(logits, labels, 5),
                CalibrationError.of(probabilities, labels, predictions));
    }

    /** The share of images whose largest logit is that of the true class. */
    double top1() {
        return confusion.accuracy();
    }

    /** Index of the largest value, the lowest one among equals. */
    static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double topShare(float[][] logits, int[] labels, int places) {
        return (double) IntStream.range(0, labels.length)
                        .filter(image -> placesBefore(logits[image], labels[image]) < places)
                        .count()
                / labels.length;
    }

    private static long placesBefore(float[] logits, int label) {
        return IntStream.range(0, logits.length)
                .filter(c -> logits[c] > logits[label] || (logits[c] == logits[label] && c < label))
                .count();
    }
}
