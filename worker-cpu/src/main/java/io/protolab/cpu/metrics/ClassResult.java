package io.protolab.cpu.metrics;

import java.util.OptionalDouble;

/**
 * What became of one class.
 *
 * @param imageCount images of this class
 * @param predictedCount images predicted to be of this class
 * @param correctCount images that are both
 */
record ClassResult(int classIndex, int imageCount, int predictedCount, int correctCount) {
    /** The accuracy within the class; empty if it has no image. */
    OptionalDouble recall() {
        return ratio(correctCount, imageCount);
    }

    /** Empty if the class was never predicted. */
    OptionalDouble precision() {
        return ratio(correctCount, predictedCount);
    }

    /** Harmonic mean of precision and recall, with 0/0 = 0. */
    double f1() {
        return ratio(2 * correctCount, imageCount + predictedCount).orElse(0);
    }

    private static OptionalDouble ratio(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
