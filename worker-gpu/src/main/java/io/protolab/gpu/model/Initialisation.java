package io.protolab.gpu.model;

import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;

/** Initial values as PyTorch and timm define them, from numbers of our own generator. */
final class Initialisation {
    private Initialisation() {}

    /** Uniform in ±bound. */
    static Tensor uniform(SeededRandom random, double bound, long... shape) {
        float[] values = new float[count(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextUniform(-bound, bound);
        }
        return Tensors.of(values, shape);
    }

    /** Normal with the deviation given, redrawn beyond two units (timm cuts at ±2 absolute, which never happens). */
    static Tensor normal(SeededRandom random, double deviation, long... shape) {
        float[] values = new float[count(shape)];
        for (int i = 0; i < values.length; i++) {
            double drawn = random.nextGaussian() * deviation;
            while (Math.abs(drawn) > 2) {
                drawn = random.nextGaussian() * deviation;
            }
            values[i] = (float) drawn;
        }
        return Tensors.of(values, shape);
    }

    /**
     * A matrix with orthonormal rows, or orthonormal columns where it has more rows than columns: Gaussian vectors,
     * orthogonalised one after the other (Gram and Schmidt, twice for accuracy) in double precision.
     */
    static Tensor orthogonal(SeededRandom random, int rows, int columns) {
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] basis = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                basis[i][j] = random.nextGaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    subtractProjection(basis[i], basis[k]);
                }
            }
            double norm = Math.sqrt(dot(basis[i], basis[i]));
            for (int j = 0; j < length; j++) {
                basis[i][j] /= norm;
            }
        }
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = (float) (rows <= columns ? basis[row][column] : basis[column][row]);
            }
        }
        return Tensors.of(values, rows, columns);
    }

    private static void subtractProjection(double[] vector, double[] unit) {
        double along = dot(vector, unit);
        for (int j = 0; j < vector.length; j++) {
            vector[j] -= along * unit[j];
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int j = 0; j < left.length; j++) {
            sum += left[j] * right[j];
        }
        return sum;
    }

    private static int count(long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return Math.toIntExact(count);
    }
}
