package io.protolab.gpu.export;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs on which files are compared with our own model: drawn, because an export needs no dataset, and always the same. */
final class SampleInputs {
    private static final long SEED = 2406_10025;

    /** Decimals of each value, so that an example of an input stays short in writing. */
    private static final double PRECISION = 1000;

    private SampleInputs() {}

    /** [images, sizes…], uniform between two bounds. */
    static Tensor uniform(int images, List<Integer> sizes, double low, double high) {
        long[] shape = new long[sizes.size() + 1];
        shape[0] = images;
        int count = images;
        for (int axis = 0; axis < sizes.size(); axis++) {
            shape[axis + 1] = sizes.get(axis);
            count = Math.multiplyExact(count, sizes.get(axis));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (Math.rint((low + random.nextDouble() * (high - low)) * PRECISION) / PRECISION);
        }
        return Tensors.of(values, shape);
    }
}
