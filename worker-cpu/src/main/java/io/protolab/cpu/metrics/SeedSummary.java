package io.protolab.cpu.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One metric of one assignment over its seeds.
 *
 * @param count seeds that have the metric, at least 1
 */
public record SeedSummary(int count, double mean, double smallest, double largest, double squaredDeviations) {
    /**
     * Summarises the values of one metric.
     *
     * @param values one per seed, all finite
     * @throws IllegalArgumentException without a value or with one that is not a finite number
     */
    public static SeedSummary of(double... values) {
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("cannot summarise %s: at least one value is needed, and only finite ones"
                    .formatted(Arrays.toString(values)));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        return new SeedSummary(
                values.length,
                mean,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(),
                Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum());
    }

    /** The sample standard deviation (divisor n − 1); empty for a single seed. */
    public OptionalDouble deviation() {
        return count < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squaredDeviations / (count - 1)));
    }
}
