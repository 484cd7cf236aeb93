package io.protolab.cpu.metrics;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Area under the ROC curve, one class against the rest, averaged over the classes that have both positives and negatives. */
final class Auroc {
    private Auroc() {}

    /**
     * The share of (positive, negative) pairs in the right order, ties counting one half.
     *
     * @param probabilities [image][class]
     * @return in [0, 1]; empty if no class has both kinds
     */
    static OptionalDouble of(double[][] probabilities, int[] labels) {
        return IntStream.range(0, probabilities[0].length)
                .mapToObj(c -> ofClass(probabilities, labels, c))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    /** The Mann-Whitney statistic: mean rank of the positives against what chance would give them. */
    private static OptionalDouble ofClass(double[][] probabilities, int[] labels, int positive) {
        double[] ranks = RankCorrelation.averageRanks(IntStream.range(0, labels.length)
                .mapToDouble(image -> probabilities[image][positive])
                .toArray());
        long positives = IntStream.of(labels).filter(label -> label == positive).count();
        long negatives = labels.length - positives;
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        double rankSum = IntStream.range(0, labels.length)
                .filter(image -> labels[image] == positive)
                .mapToDouble(image -> ranks[image])
                .sum();
        return OptionalDouble.of((rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives));
    }
}
