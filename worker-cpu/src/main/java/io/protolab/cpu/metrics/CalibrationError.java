package io.protolab.cpu.metrics;

import java.util.stream.IntStream;

/**
 * Expected calibration error (Guo et al., ICML 2017): by how much the largest probability differs from the accuracy, bin by bin.
 * Fifteen bins of equal width, each open below and closed above.
 */
final class CalibrationError {
    private static final int BIN_COUNT = 15;

    private CalibrationError() {}

    /**
     * The sum over bins of the share of images times the absolute difference of accuracy and mean confidence.
     *
     * @param probabilities [image][class], rows sum to 1
     * @return in [0, 1], lower is better
     */
    static double of(double[][] probabilities, int[] labels, int[] predictions) {
        double[] excess = new double[BIN_COUNT]; // sum of (correct - confidence)
        for (int image = 0; image < labels.length; image++) {
            double confidence = probabilities[image][predictions[image]];
            excess[bin(confidence)] += (labels[image] == predictions[image] ? 1 : 0) - confidence;
        }
        return IntStream.range(0, BIN_COUNT)
                        .mapToDouble(k -> Math.abs(excess[k]))
                        .sum()
                / labels.length;
    }

    private static int bin(double confidence) {
        int bin = 0;
        while (bin < BIN_COUNT - 1 && confidence > (bin + 1.0) / BIN_COUNT) {
            bin++;
        }
        return bin;
    }
}
