package io.protolab.cpu.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Pearson's correlation of two rows of equal length. */
public final class Correlation {
    private Correlation() {}

    /** @return r in [-1, 1]; empty if one side is constant */
    public static OptionalDouble pearson(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = Arrays.stream(y).average().orElse(Double.NaN);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? OptionalDouble.empty() : OptionalDouble.of(xy / Math.sqrt(xx * yy));
    }
}
