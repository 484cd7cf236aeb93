package io.protolab.cpu.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Spearman's rank correlation; equal values share the mean of the ranks they occupy. */
final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * The correlation of the ranks.
     *
     * @return rho in [-1, 1]; empty if one side is constant or holds a NaN
     * @throws IllegalArgumentException if the lengths differ
     */
    static OptionalDouble spearman(double[] left, double[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException("rank correlation of %d with %d values: one partner each is needed"
                    .formatted(left.length, right.length));
        }
        if (DoubleStream.concat(Arrays.stream(left), Arrays.stream(right)).anyMatch(Double::isNaN)) {
            return OptionalDouble.empty();
        }
        return Correlation.pearson(averageRanks(left), averageRanks(right));
    }

    /** Ranks from 1, ascending. */
    static double[] averageRanks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i] + 0.0)) // + 0.0 makes the two zeros one
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int first = 0, next; first < order.length; first = next) {
            next = first + 1;
            while (next < order.length && values[order[next]] == values[order[first]]) {
                next++;
            }
            for (int i = first; i < next; i++) {
                ranks[order[i]] = (first + 1 + next) / 2.0;
            }
        }
        return ranks;
    }
}
