package io.protolab.gpu.bench;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;

/** The fastest that the engine multiplies matrices of a ViT-B's shapes: nothing built of such products can be faster. */
final class MatrixCeiling {
    static final String NAME = "matrix product ceiling";

    private static final int ROWS = 8 * 257;

    private static final int[][] SHAPES = {{768, 2304}, {768, 3072}, {3072, 768}};

    private MatrixCeiling() {}

    static Measurement measure(Stopwatch stopwatch) {
        Measurement best = null;
        for (int[] shape : SHAPES) {
            Measurement one = product(stopwatch, shape[0], shape[1]);
            best = best == null || one.rate() > best.rate() ? one : best;
        }
        if (best == null) {
            throw new IllegalStateException("no shapes");
        }
        return best;
    }

    private static Measurement product(Stopwatch stopwatch, int inner, int columns) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor left = RandomTensors.of(1, ROWS, inner);
            Tensor weight = RandomTensors.of(2, columns, inner);
            Tensor bias = RandomTensors.of(3, columns);
            double seconds = stopwatch.fastest(() -> left.linear(weight, bias).close());
            return Measurement.of(NAME, seconds, Operations.product(ROWS, inner, columns) / 1e9, "GFLOP/s");
        }
    }
}
