package io.protolab.gpu.selftest;

import io.protolab.gpu.tensor.Tensor;
import java.util.Arrays;

/**
 * How far a computed tensor is from the expected one.
 *
 * @param tensor its name
 * @param error greatest difference, {@code max|a − e|}; not a number if a value is none
 * @param allowed by the tolerance
 * @param greatest magnitude expected, {@code max|e|}
 */
public record Difference(String tensor, double error, double allowed, double greatest) {
    /**
     * Compares values of the same shape.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    static Difference of(String name, Tensor actual, Tensor expected, Tolerances.Tolerance tolerance) {
        if (!Arrays.equals(actual.shape(), expected.shape())) {
            throw new IllegalArgumentException("'" + name + "' has the shape " + Arrays.toString(actual.shape())
                    + " instead of " + Arrays.toString(expected.shape()));
        }
        double[] found = actual.toDoubles();
        double[] wanted = expected.toDoubles();
        double error = 0;
        double greatest = 0;
        for (int i = 0; i < wanted.length; i++) {
            error = Math.max(error, Math.abs(found[i] - wanted[i])); // stays NaN once it is
            greatest = Math.max(greatest, Math.abs(wanted[i]));
        }
        return new Difference(name, error, tolerance.allowed(greatest), greatest);
    }

    public boolean holds() {
        return error <= allowed;
    }

    /** Greater is worse; 1 is just allowed. */
    double severity() {
        if (Double.isNaN(error)) {
            return Double.POSITIVE_INFINITY;
        }
        return error == 0 ? 0 : error / allowed;
    }
}
